/** Gives a set to the shop: as a table that it takes in, or as a contact sheet to look at and to print. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { exists, writeAtomically } from '../files/atomic-file.ts';
import { drawSheet, loadImage, pageSize, rowsOnPage, type SheetTile, tileSide } from '../images/index.ts';
import type { Facts } from './facts.ts';
import { type GivenProduct, writeSet } from './tables.ts';

export interface GivenSetDependencies {
  readonly catalog: Catalog;
  readonly facts: Facts;
  readonly libraryDir: string;
}

type Asked = MethodParams<'campaigns.export'>;
type Answer = MethodResult<'campaigns.export'>;

const columns = 3;
const mimes = { png: 'image/png', pdf: 'application/pdf' } as const;

export class GivenSets {
  readonly #deps: GivenSetDependencies;

  constructor(deps: GivenSetDependencies) {
    this.#deps = deps;
  }

  /** @throws {AppError} `NOT_FOUND` for a product that left, `CONFLICT` for a file that is there, `DISK_FULL`, `CANCELLED` */
  async give(asked: Asked, signal: AbortSignal): Promise<Answer> {
    await this.#deps.facts.ready();
    const given = asked.productIds.map((id) => this.#given(id));
    const { form } = asked;
    if (form === 'png' || form === 'pdf') {
      const name = fileName(asked.name, form);
      const file = asked.out ?? (await this.#freePlace(name));
      const bytes =
        form === 'png' ? await this.#png(asked.name, given, signal) : await this.#pdf(asked.name, given, signal);
      await write(file, bytes);
      return {
        name: path.basename(file),
        mime: mimes[form],
        text: null,
        path: file,
        products: given.length,
        without: [],
      };
    }
    const { ending, mime, text, products, without } = writeSet(given, { ...asked, form });
    const answer = { name: fileName(asked.name, ending, form), mime, products, without: [...without] };
    if (asked.out === undefined) return { ...answer, text, path: null };
    await write(asked.out, text);
    return { ...answer, name: path.basename(asked.out), text: null, path: asked.out };
  }

  #given(productId: number): GivenProduct {
    const { catalog, facts } = this.#deps;
    const product = catalog.products.get(productId);
    const header = catalog.sourceRows.header(product.source.id);
    const [first] = header === undefined ? [] : catalog.sourceRows.ofProduct(productId);
    const row =
      header === undefined || first === undefined
        ? null
        : { format: header.format, cells: new Map(header.columns.map((column, i) => [column, first.cells[i] ?? ''])) };
    return { product, facts: facts.of(productId), row };
  }

  async #png(name: string, given: readonly GivenProduct[], signal: AbortSignal): Promise<Buffer> {
    return drawSheet(await this.#tiles(given, signal), { heading: name, aside: today(), columns }, 'png', signal);
  }

  /** Each page is drawn: a PDF has to bring the fonts that it writes with, and one for Chinese is larger than the pages. */
  async #pdf(name: string, given: readonly GivenProduct[], signal: AbortSignal): Promise<Buffer> {
    // Only who prints needs it.
    const { PDFDocument } = await import('@cantoo/pdf-lib');
    const document = await PDFDocument.create();
    document.setTitle(name);
    document.setCreator('Lookalike');
    const rows = rowsOnPage({ columns });
    const pages = Math.ceil(given.length / (rows * columns));
    for (let i = 0; i < pages; i++) {
      const tiles = await this.#tiles(given.slice(i * rows * columns, (i + 1) * rows * columns), signal);
      const aside = `${today()} · ${i + 1}/${pages}`;
      const drawn = await document.embedJpg(
        await drawSheet(tiles, { heading: name, aside, columns, rows }, 'jpeg', signal),
      );
      const [width, height] = [595.28, (595.28 * drawn.height) / pageSize.width];
      document.addPage([width, height]).drawImage(drawn, { x: 0, y: 0, width, height });
    }
    return Buffer.from(await document.save());
  }

  async #tiles(given: readonly GivenProduct[], signal: AbortSignal): Promise<SheetTile[]> {
    const tiles: SheetTile[] = [];
    for (const { product } of given) {
      throwIfCancelled(signal);
      const { price, sku, title } = product;
      const cost = price === null ? '' : [price.amount.toFixed(2), price.currency ?? ''].join(' ').trim();
      const line = [cost, sku === title ? '' : sku].filter((part) => part !== '').join(' · ');
      tiles.push({ title, line, image: await this.#photo(product.image, signal) });
    }
    return tiles;
  }

  /** Null where there is none that can be read: the sheet has an empty place then. */
  async #photo(image: GivenProduct['product']['image'], signal: AbortSignal): Promise<SheetTile['image']> {
    if (image === null) return null;
    const { imageFiles } = this.#deps.catalog;
    const sources = [image.original, ...(image.thumb === null ? [] : [image.thumb])];
    for (const url of sources) {
      try {
        return await loadImage(imageFiles.resolve(url).path, signal, 2 * tileSide({ columns }));
      } catch (error) {
        if (signal.aborted) throw error;
      }
    }
    return null;
  }

  /** In the library, under a name that nothing has yet. */
  async #freePlace(name: string): Promise<string> {
    const folder = path.join(this.#deps.libraryDir, 'exports');
    await mkdir(folder, { recursive: true });
    const { name: stem, ext } = path.parse(name);
    for (let i = 1; ; i++) {
      const file = path.join(folder, i === 1 ? name : `${stem} ${i}${ext}`);
      if (!(await exists(file))) return file;
    }
  }
}

/** @throws {AppError} `BAD_REQUEST` for a place that is none, `CONFLICT`, `DISK_FULL` */
async function write(file: string, bytes: Buffer | string): Promise<void> {
  if (!path.isAbsolute(file)) throw new AppError('BAD_REQUEST', `${file} is no whole path. Write it from the root on.`);
  await writeAtomically(file, false, (put) => put(bytes));
}

function fileName(set: string, ending: string, form?: string): string {
  const plain = set
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60);
  return `${[plain === '' ? 'set' : plain, form].filter((part) => part !== undefined).join(' ')}.${ending}`;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
