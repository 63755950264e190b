/** The barcodes on an image, and the trade numbers that they say. */

import { tradeNumbersOf } from '../../identity/words/trade-number.ts';
import { type ImageFile, showGreys } from '../../images/index.ts';
import { untilQuiet } from '../../jobs/foreground.ts';
import { BarcodeThread, type FoundBarcode } from './barcode-thread.ts';

export interface Barcode {
  /** `ean` is EAN and UPC, which is an EAN that begins with 0. */
  readonly format: 'ean' | 'qr' | 'datamatrix' | 'code128' | 'itf';
  readonly text: string;
  /** The number of the product with 13 digits, of a case 14; `null` where it says none that is valid everywhere. */
  readonly gtin: string | null;
  /** False: its check digit is wrong, whether it was misread or misprinted. */
  readonly valid: boolean;
}

export interface ReadCodesOptions {
  readonly signal?: AbortSignal | undefined;
  /** Only those that are level and sharp, which takes a tenth of the time where there are none. */
  readonly quick?: boolean;
}

export class Barcodes {
  readonly #thread = new BarcodeThread();

  /**
   * All barcodes on an image, each once. Those that are small or blurred are looked for in an enlarged image, and
   * believed when they are read the same in two sizes: a misread digit may pass the check digit. One that does not is
   * told when no code was read right and it was read the same twice.
   * @throws {AppError} the codes of `readImageFile` and `decodeImage`, `CANCELLED`
   */
  async read(file: string | ImageFile, { signal, quick = false }: ReadCodesOptions = {}): Promise<Barcode[]> {
    let read: readonly FoundBarcode[] = [];
    let before: readonly FoundBarcode[] | undefined;
    const wrong = new Map<string, { readonly code: FoundBarcode; times: number }>();
    await showGreys(
      file,
      async (view, pixels) => {
        await untilQuiet();
        const all = await this.#thread.find(pixels);
        const found = all.filter(({ valid }) => valid);
        for (const code of all) if (!code.valid) count(wrong, code);
        if (view !== 'enlarged') {
          read = found;
        } else if (before === undefined) {
          before = found;
          return found.length === 0 ? 'enough' : 'more';
        } else {
          const first = new Set(before.map(keyOf));
          read = found.filter((barcode) => first.has(keyOf(barcode)));
        }
        return read.length > 0 || (quick && wrong.size === 0) ? 'enough' : 'more';
      },
      signal,
    );
    if (read.length === 0) read = [...wrong.values()].flatMap(({ code, times }) => (times > 1 ? [code] : []));
    return [...new Map(read.map((found) => [keyOf(found), barcodeOf(found)])).values()];
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }
}

function count(wrong: Map<string, { readonly code: FoundBarcode; times: number }>, code: FoundBarcode): void {
  const known = wrong.get(keyOf(code));
  if (known === undefined) wrong.set(keyOf(code), { code, times: 1 });
  else known.times++;
}

const keyOf = ({ format, text }: Pick<FoundBarcode, 'format' | 'text'>): string => `${format} ${text}`;

/** GS1 Digital Link: https://id.gs1.org/01/04006381333931. */
const digitalLink = /^https?:\/\/\S+?\/01\/(\d{8,14})(?!\d)/i;
/** GS1 element strings begin with the number of the product; batch, dates or a serial number may follow. */
const elementString = /^(?:\(01\)|01)(\d{14})(?:\D|$|1[01357]|2[01])/;

export function barcodeOf({ format, text, valid }: FoundBarcode): Barcode {
  const kind = kindOf(format);
  const said = (digitalLink.exec(text) ?? elementString.exec(text))?.[1];
  const isNumber = kind === 'ean' || kind === 'itf';
  const [gtin = null] = tradeNumbersOf(said ?? (isNumber ? text : ''));
  return { format: kind, text, gtin: valid ? (gtin?.replace(/^0/, '') ?? null) : null, valid };
}

function kindOf(format: string): Barcode['format'] {
  if (/QR/.test(format)) return 'qr';
  if (/^DataMatrix/.test(format)) return 'datamatrix';
  if (/^Code128/.test(format)) return 'code128';
  if (/^ITF/.test(format)) return 'itf';
  return 'ean';
}
