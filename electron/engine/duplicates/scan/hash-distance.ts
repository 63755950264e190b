/** How far apart two perceptual hashes are, when one may be of a mirrored image. */

const bitsOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  let bits = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) bits++;
  return bits;
});

/**
 * Bits in which two perceptual hashes differ, 0..64, or the second one mirrored, where that is less; 32 where one is
 * not known. Mirroring, near enough: the coefficients of odd horizontal frequency, every second bit of a row, change
 * their sign, and with the median near zero so do their bits.
 */
export function hashDistance(a: Uint8Array | null, b: Uint8Array | null): number {
  if (a === null || b === null) return 32;
  let plain = 0;
  let mirrored = 0;
  for (let i = 0; i < 8; i++) {
    const difference = (a[i] as number) ^ (b[i] as number);
    plain += bitsOf[difference] as number;
    mirrored += bitsOf[difference ^ 0x55] as number;
  }
  return Math.min(plain, mirrored);
}
