/** What the test of a model looks at: dresses in plain colours on white, drawn at the size that the model reads, and their captions. */
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { ModelPixels } from '../encoders/index.ts';

export interface Pair {
  readonly image: ModelPixels;
  readonly text: string;
}

type Rgb = readonly [number, number, number];

const dresses: readonly { readonly rgb: Rgb; readonly en: string; readonly zh: string }[] = [
  { rgb: [200, 25, 40], en: 'a red dress', zh: '红色的裙子' },
  { rgb: [25, 140, 60], en: 'a green dress', zh: '绿色的裙子' },
  { rgb: [30, 70, 190], en: 'a blue dress', zh: '蓝色的裙子' },
  { rgb: [245, 205, 30], en: 'a yellow dress', zh: '黄色的裙子' },
  { rgb: [20, 20, 22], en: 'a black dress', zh: '黑色的裙子' },
];

/** Colours rather than kinds of thing: every model of the family knows them, whatever goods it was trained on. */
export function testPairs({ vision, languages }: Pick<ModelManifest, 'vision' | 'languages'>): Pair[] {
  const chineseOnly =
    languages.some((language) => language.startsWith('zh')) &&
    !languages.some((language) => /^(en|mul)/.test(language));
  const { width, height } = vision.input;
  return dresses.map(({ rgb, en, zh }) => ({ image: drawDress(width, height, rgb), text: chineseOnly ? zh : en }));
}

function drawDress(width: number, height: number, rgb: Rgb): ModelPixels {
  const pixels = new Uint8Array(width * height * 3).fill(255);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const sideways = Math.abs(((column + 0.5) / width) * 2 - 1);
      if (isDress(sideways, (row + 0.5) / height)) pixels.set(rgb, (row * width + column) * 3);
    }
  }
  return pixels;
}

/** `sideways`: 0 in the middle, 1 at either edge; `down`: 0 at the top, 1 at the bottom. */
function isDress(sideways: number, down: number): boolean {
  if (down < 0.08 || down > 0.95) return false;
  const isStrap = down < 0.2;
  if (isStrap) return sideways > 0.16 && sideways < 0.3;
  const isTop = down < 0.45;
  return sideways < (isTop ? 0.32 - (down - 0.2) * 0.3 : 0.245 + (down - 0.45) * 0.85);
}
