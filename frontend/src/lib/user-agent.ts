/** What a device called itself, as far as it can be told. User agents lie, and nothing is decided by them. */
export interface Device {
  /** "Firefox", "Safari"; null when it is not one of those we know. */
  browser: string | null;
  /** "Windows", "iPhone"; null likewise. */
  system: string | null;
  kind: 'desktop' | 'phone' | 'tablet' | 'program';
}

/** In this order: most browsers claim to be others too, and the later name in the list is the one that is claimed. */
const BROWSERS: ReadonlyArray<[name: string, mark: RegExp]> = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOP(?:R|T)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//],
  ['Safari', /\bVersion\/[\d.]+.*\bSafari\//],
];

const SYSTEMS: ReadonlyArray<[name: string, mark: RegExp]> = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows NT\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMacintosh\b/],
  ['Linux', /\bLinux\b|\bX11\b/],
];

export function readUserAgent(userAgent: string): Device {
  const browser = firstOf(BROWSERS, userAgent);
  const system = firstOf(SYSTEMS, userAgent);
  return { browser, system, kind: kindOf(userAgent, browser, system) };
}

function kindOf(userAgent: string, browser: string | null, system: string | null): Device['kind'] {
  if (browser === null && system === null) return 'program';
  if (system === 'iPad' || /\bTablet\b/.test(userAgent)) return 'tablet';
  if (system === 'iPhone') return 'phone';
  // Android tablets leave out "Mobile".
  if (system === 'Android') return /\bMobile\b/.test(userAgent) ? 'phone' : 'tablet';
  return 'desktop';
}

function firstOf(list: ReadonlyArray<[string, RegExp]>, userAgent: string): string | null {
  return list.find(([, mark]) => mark.test(userAgent))?.[0] ?? null;
}
