/** Pixels in a space where distances are about as people see them. */

export interface SmallImage {
  /** Interleaved RGB [height x width x 3]. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** CIELAB (D65) of each pixel [height x width x 3]: L 0..100. */
export function labOf({ data }: SmallImage): Float32Array {
  const lab = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = [linear[data[i] as number], linear[data[i + 1] as number], linear[data[i + 2] as number]] as [
      number,
      number,
      number,
    ];
    const x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    lab[i] = 116 * y - 16;
    lab[i + 1] = 500 * (x - y);
    lab[i + 2] = 200 * (y - z);
  }
  return lab;
}

const linear = Float32Array.from({ length: 256 }, (_, i) => {
  const value = i / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

const root = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
