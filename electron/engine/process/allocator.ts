/**
 * What the C library of Linux is told when a process starts that holds a catalog. Left to itself it gives every thread an arena and raises its
 * thresholds with each large piece that is freed, so that what images, models and SQLite gave back stays with the process. It reads this only
 * as the process starts; other systems take no notice. See docs/measurements.md.
 */
export const allocatorSettings: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
};
