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
}

export class Barcodes {
  readonly #thread = new BarcodeThread();

  /**
   * All barcodes on an image, each once. Those that are small or blurred are looked for in an enlarged image, and
   * believed when they are read the same in two sizes: a misread digit may pass the check digit.
   * @throws {AppError} the codes of `readImageFile` and `decodeImage`, `CANCELLED`
   */
  async read(file: string | ImageFile, signal?: AbortSignal): Promise<Barcode[]> {
    let read: readonly FoundBarcode[] = [];
    let before: readonly FoundBarcode[] | undefined;
    await showGreys(
      file,
      async (view, pixels) => {
        await untilQuiet();
        const found = await this.#thread.find(pixels);
        if (view !== 'enlarged') {
          read = found;
        } else if (before === undefined) {
          before = found;
          return found.length === 0 ? 'enough' : 'more';
        } else {
          const first = new Set(before.map(keyOf));
          read = found.filter((barcode) => first.has(keyOf(barcode)));
        }
        return read.length > 0 ? 'enough' : 'more';
      },
      signal,
    );
    return [...new Map(read.map((found) => [keyOf(found), barcodeOf(found)])).values()];
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }
}

const keyOf = ({ format, text }: FoundBarcode): string => `${format} ${text}`;

/** GS1 Digital Link: https://id.gs1.org/01/04006381333931. */
const digitalLink = /^https?:\/\/\S+?\/01\/(\d{8,14})(?!\d)/i;
/** GS1 element strings begin with the number of the product; batch, dates or a serial number may follow. */
const elementString = /^(?:\(01\)|01)(\d{14})(?:\D|$|1[01357]|2[01])/;

export function barcodeOf({ format, text }: FoundBarcode): Barcode {
  const kind = kindOf(format);
  const said = (digitalLink.exec(text) ?? elementString.exec(text))?.[1];
  const isNumber = kind === 'ean' || kind === 'itf';
  const [gtin = null] = tradeNumbersOf(said ?? (isNumber ? text : ''));
  return { format: kind, text, gtin: gtin?.replace(/^0/, '') ?? null };
}

function kindOf(format: string): Barcode['format'] {
  if (/QR/.test(format)) return 'qr';
  if (/^DataMatrix/.test(format)) return 'datamatrix';
  if (/^Code128/.test(format)) return 'code128';
  if (/^ITF/.test(format)) return 'itf';
  return 'ean';
}
