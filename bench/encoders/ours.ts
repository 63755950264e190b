/** The app's side of `against`: images are read and decoded while others are encoded, as when a catalog is imported. */
import { readModelFolder } from '../../electron/engine/encoders/manifest.ts';
import { openEncoder } from '../../electron/engine/encoders/onnx-encoder.ts';
import { decodeForModel } from '../../electron/engine/images/index.ts';
import { answerRounds, forEachAtOnce, starterDir, threads, toStart } from './shared.ts';

await toStart();
const model = await readModelFolder(starterDir);
const vision = {
  ...model.manifest.vision,
  resize: { ...model.manifest.vision.resize, fit: 'fill', kernel: 'lanczos3' },
} as const;
const encoder = await openEncoder({ ...model, manifest: { ...model.manifest, vision } }, { threads });
const group = encoder.batchSize * 4;

answerRounds(async (files) => {
  const vectors = new Array<number[]>(files.length);
  const encoding: Promise<void>[] = [];
  let waiting: { index: number; pixels: Uint8Array }[] = [];
  const encode = async (some: typeof waiting): Promise<void> => {
    const found = await encoder.encodeImages(
      some.map(({ pixels }) => pixels),
      { priority: 'background' },
    );
    found.forEach((vector, i) => {
      vectors[some[i]?.index ?? 0] = [...vector];
    });
  };
  await forEachAtOnce([...files.entries()], async ([index, file]) => {
    const pixels = await decodeForModel(file, vision);
    waiting.push({ index, pixels });
    if (waiting.length < group) return;
    const full = waiting;
    waiting = [];
    encoding.push(encode(full));
    if (encoding.length > 2) await encoding.shift();
  });
  await Promise.all([...encoding, encode(waiting)]);
  return vectors;
});
