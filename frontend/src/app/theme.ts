import type { CSSVariablesResolver, MantineThemeOverride } from '@mantine/core';

/** System fonts: nothing to download, nothing from another origin. */
const SANS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif, "Apple Color Emoji", "Segoe UI Emoji"';
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';

/**
 * Defaults are plain objects: `Button.extend(…)` would pull the component itself into every page.
 * Shade 8 in both schemes, because Mantine's own choice misses the contrast of WCAG AA.
 */
export const theme: MantineThemeOverride = {
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  headings: { fontFamily: SANS, fontWeight: '650' },
  components: {
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, returnFocus: true } },
    Button: { defaultProps: { loaderProps: { type: 'dots' } } },
  },
};

/** Colours of small text that miss AA as Mantine ships them. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-placeholder': '#6a7178',
    '--mantine-color-red-outline': '#c92a2a',
  },
  dark: {
    '--mantine-color-dimmed': '#b5bac0',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-placeholder': '#a3a9b0',
  },
});
