/** Colours and themes of what is seen before the page has drawn itself. */
import type { Appearance } from '../contract/desktop.ts';

/** The page's own background, so that the window does not flash; as in renderer/styles/tokens.css. */
export function backgroundOf(dark: boolean): string {
  return dark ? backgrounds.dark : backgrounds.light;
}

const backgrounds = { light: '#f6f6f4', dark: '#131417' } as const;

/** What is used of Electron's `nativeTheme`. */
export interface NativeTheme {
  themeSource: Appearance['theme'];
  readonly shouldUseDarkColors: boolean;
}

/** Menus, dialogs and scroll bars follow the page; `prefers-color-scheme` in the page follows them. */
export function applyTheme(native: NativeTheme, theme: Appearance['theme'], paint: (background: string) => void): void {
  if (native.themeSource !== theme) native.themeSource = theme;
  paint(backgroundOf(native.shouldUseDarkColors));
}
