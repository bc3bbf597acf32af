import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { chromium } from '@playwright/test';

/**
 * Names under which Debian, Ubuntu, Fedora and Google's own packages install it. The first is Chromium without a window,
 * which Playwright takes too where it brings its own: a quarter less time for the same journeys.
 */
const SYSTEM_NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];

export interface Browser {
  executablePath: string;
  args: string[];
}

/**
 * Parts of the browser's own window that nobody sees, and a process kept in store: they take more time than most pages,
 * once for each window. Chromium heeds the last switch alone, so the list repeats what Playwright 1.65 turns off.
 * @see playwright-core, chromiumSwitches
 */
const WITHOUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/**
 * Finds the browser that the tests run in. There is no way to skip them: without a browser this throws and says what to
 * install.
 */
export async function findBrowser(): Promise<Browser> {
  const executablePath = fromSetting() ?? fromPlaywright() ?? fromSystem() ?? (await fromPackage()) ?? refuse();
  return { executablePath, args: [`--disable-features=${WITHOUT.join(',')}`] };
}

function fromSetting(): string | null {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) return null;
  if (!existsSync(executablePath))
    throw new Error(`CHROMIUM_PATH is set to ${executablePath}, where there is no file.`);
  return executablePath;
}

function fromPlaywright(): string | null {
  const executablePath = chromium.executablePath();
  return existsSync(executablePath) ? executablePath : null;
}

function fromSystem(): string | null {
  for (const name of SYSTEM_NAMES) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // Not this one.
    }
  }
  return null;
}

/** The binary in the package, for machines where nothing can be installed or downloaded. */
async function fromPackage(): Promise<string | null> {
  try {
    // It unpacks the libraries that a bare machine lacks only where it believes itself to be in this environment.
    process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
    // By a variable: the package is optional, and without it this file must compile all the same.
    const name = '@sparticuz/chromium';
    const packaged = (await import(name)) as { default: { executablePath(): Promise<string> } };
    return await packaged.default.executablePath();
  } catch {
    return null;
  }
}

function refuse(): never {
  throw new Error(
    'No Chromium was found. Install one with "npx playwright install --with-deps chromium" or "apt-get install chromium-headless-shell", ' +
      'or set CHROMIUM_PATH to where it is.',
  );
}
