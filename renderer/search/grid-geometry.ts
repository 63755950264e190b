/** Sizes of the grid, in CSS pixels. */
export const gridGap = 18;
export const listRowHeight = 68;
/** The line between what was meant and the rest, with its words. */
export const lineHeight = 54;
/** A title of two lines and the price below the photo. */
const captionHeight = 72;
/** Product photos are a little taller than wide more often than not. */
const tileAspect = 1.16;

export function columnsFor(width: number, wantedCardWidth: number): number {
  return Math.max(1, Math.round((width + gridGap) / (wantedCardWidth + gridGap)));
}

/** Height of a row of cards, the gap below it included. */
export function rowHeightFor(width: number, columns: number): number {
  const card = (width - gridGap * (columns - 1)) / columns;
  return Math.round(card * tileAspect) + captionHeight + gridGap;
}
