/** Where the window was and how large, kept from one start to the next and made to fit the screens of today. */
import { z } from 'zod';

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
/** In device-independent pixels. */
export type Bounds = z.infer<typeof boundsSchema>;

export const windowStateSchema = z.object({
  bounds: boundsSchema.nullable(),
  maximised: z.boolean(),
  fullScreen: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export const freshWindow: WindowState = { bounds: null, maximised: false, fullScreen: false };
export const smallestWindow = { width: 880, height: 560 } as const;
const usualSize = { width: 1320, height: 860 } as const;

/** How much of the title bar must be on a screen for a person to get hold of it. */
const handle = { width: 120, height: 40 } as const;

/** Bounds to open with; without a position the system centres the window. */
export function placeWindow(
  kept: Bounds | null,
  workAreas: readonly Bounds[],
): Partial<Bounds> & Pick<Bounds, 'width' | 'height'> {
  const area = kept === null ? undefined : workAreas.find((candidate) => canBeGrasped(kept, candidate));
  if (kept === null || area === undefined) return fitted(usualSize, workAreas[0]);
  const { width, height } = fitted(kept, area);
  return {
    x: clamp(kept.x, area.x, area.x + area.width - width),
    y: clamp(kept.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function fitted(size: Pick<Bounds, 'width' | 'height'>, area: Bounds | undefined): Pick<Bounds, 'width' | 'height'> {
  return {
    width: clamp(size.width, smallestWindow.width, area?.width ?? size.width),
    height: clamp(size.height, smallestWindow.height, area?.height ?? size.height),
  };
}

function canBeGrasped(bounds: Bounds, area: Bounds): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const top = bounds.y >= area.y - handle.height && bounds.y <= area.y + area.height - handle.height;
  return width >= handle.width && top;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(least, most)));
}

/** What is asked of a `BrowserWindow`. */
export interface KeepableWindow {
  getNormalBounds(): Bounds;
  isMaximized(): boolean;
  isFullScreen(): boolean;
  isDestroyed(): boolean;
}

export function stateOf(window: KeepableWindow): WindowState {
  return { bounds: window.getNormalBounds(), maximised: window.isMaximized(), fullScreen: window.isFullScreen() };
}

/** Calls `write` some time after the last change, and at once when flushed [ms]. */
export function keepState(window: KeepableWindow, write: (state: WindowState) => void, pause = 500) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    if (!window.isDestroyed()) write(stateOf(window));
  };
  return {
    changed: (): void => {
      clearTimeout(timer);
      timer = setTimeout(flush, pause);
    },
    flush,
  };
}
