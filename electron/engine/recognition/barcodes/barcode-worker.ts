/** Looks for barcodes in grey images, in a thread of its own: one image takes up to a tenth of a second. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { GreyPixels } from '../../images/index.ts';
import type { FoundBarcode } from './barcode-thread.ts';

export interface BarcodeTask {
  readonly id: number;
  readonly pixels: GreyPixels;
}

/** `failed`: why nothing could be looked for. */
export type BarcodeAnswer =
  | { readonly id: number; readonly found: readonly FoundBarcode[] }
  | { readonly id: number; readonly failed: string };

// From the package itself: left to itself it would fetch the program from the web.
const program = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
prepareZXingModule({
  overrides: { wasmBinary: program.buffer.slice(program.byteOffset, program.byteOffset + program.length) },
});

/** The kinds that stand on products and their packs. Others, of few bars, are found where there are none. */
const formats = ['EANUPC', 'QRCode', 'DataMatrix', 'Code128', 'ITF14'] as const;

parentPort?.on('message', ({ id, pixels }: BarcodeTask) => {
  void find(pixels)
    .then((found): BarcodeAnswer => ({ id, found }))
    .catch((error): BarcodeAnswer => ({ id, failed: String(error) }))
    .then((answer) => parentPort?.postMessage(answer));
});

/** What is told although its check digit is wrong. */
const wholeNumber = /^(?:\d{8}|\d{12,14})$/;

async function find({ data, width, height }: GreyPixels): Promise<FoundBarcode[]> {
  const rgba = new Uint8ClampedArray(4 * data.length).fill(255);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    rgba[4 * i] = value;
    rgba[4 * i + 1] = value;
    rgba[4 * i + 2] = value;
  }
  const image = { data: rgba, width, height, colorSpace: 'srgb', pixelFormat: 'rgba-unorm8' } as ImageData;
  const results = await readBarcodes(image, {
    formats: [...formats],
    tryHarder: true,
    minLineCount: 6,
    maxNumberOfSymbols: 10,
    returnErrors: true,
  });
  return results
    .filter(({ isValid, error, text }) => isValid || (/^Checksum/.test(error) && wholeNumber.test(text)))
    .map(({ format, text, isValid }) => ({ format, text, valid: isValid }));
}
