/**
 * Reads what an ONNX file takes and gives, without loading it: the file is protobuf, and of its graph only the ends are wanted. So a
 * file of a gigabyte costs milliseconds, a broken one cannot take the process with it, and the files that hold weights beside it are
 * named, which a session would not tell. Field numbers are those of onnx.proto3.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../contract/errors.ts';

export type TensorType = 'float32' | 'float16' | 'float64' | 'int64' | 'int32' | 'uint8' | 'int8' | 'bool' | 'other';

export interface OnnxTensor {
  readonly name: string;
  readonly type: TensorType;
  /** A number where the size is fixed, else its name (`batch_size`), '' where the file does not say. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxFile {
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
  /** Names of files with weights, relative to the folder of this one. */
  readonly externalData: readonly string[];
}

/** @throws {AppError} `FILE_MISSING`; `MODEL_UNSUPPORTED` when the file is not ONNX */
export async function inspectOnnx(path: string): Promise<OnnxFile> {
  const handle = await open(path).catch((cause) => {
    throw new AppError('FILE_MISSING', `${path} could not be read.`, { details: { path }, cause });
  });
  try {
    return await readModel(new FileFields(handle, (await handle.stat()).size));
  } catch (cause) {
    if (!(cause instanceof NotProtobufError)) throw cause;
    const message = `${path} is not an ONNX model, or is incomplete. Export or download it again.`;
    throw new AppError('MODEL_UNSUPPORTED', message, { details: { why: 'not-onnx', path }, cause });
  } finally {
    await handle.close();
  }
}

const modelGraph = 7;
const graph = { initializer: 5, input: 11, output: 12 } as const;
const tensor = { name: 8, externalData: 13 } as const;

/** Tensors are read whole only up to this size; of a larger one the first and the last bytes hold all but the weights. */
const smallMessage = 64 * 1024;

class NotProtobufError extends Error {}

async function readModel(file: FileFields): Promise<OnnxFile> {
  const inputs: OnnxTensor[] = [];
  const outputs: OnnxTensor[] = [];
  const weights = new Set<string>();
  const externalData = new Set<string>();
  let graphs = 0;
  for await (const field of file.fields(0, file.size)) {
    if (field.number !== modelGraph || field.wire !== 2) continue;
    graphs++;
    for await (const part of file.fields(field.start, field.end)) {
      if (part.number === graph.input) inputs.push(readValueInfo(await file.bytes(part.start, part.end)));
      if (part.number === graph.output) outputs.push(readValueInfo(await file.bytes(part.start, part.end)));
      if (part.number !== graph.initializer) continue;
      const { name, location } = await readInitializer(file, part);
      weights.add(name);
      if (location !== undefined) externalData.add(location);
    }
  }
  if (graphs !== 1 || outputs.length === 0) throw new NotProtobufError('no graph');
  // Files of old exporters list their weights among the inputs as well.
  return { inputs: inputs.filter(({ name }) => !weights.has(name)), outputs, externalData: [...externalData] };
}

/** Skips the numbers of a tensor and keeps its name and where its numbers are, when that is another file. */
async function readInitializer(file: FileFields, { start, end }: Field): Promise<{ name: string; location?: string }> {
  let name = '';
  let location: string | undefined;
  for await (const field of file.fields(start, end)) {
    if (field.number === tensor.name) name = (await file.bytes(field.start, field.end)).toString('utf8');
    if (field.number !== tensor.externalData) continue;
    const entry = [...fieldsOf(await file.bytes(field.start, field.end))];
    const value = (number: number) => entry.find((one) => one.number === number)?.bytes.toString('utf8');
    if (value(1) === 'location') location = value(2);
  }
  return location === undefined ? { name } : { name, location };
}

const elementTypes: Readonly<Record<number, TensorType>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
};

/** ValueInfoProto: name = 1, type = 2 { tensor_type = 1 { elem_type = 1, shape = 2 { dim = 1 { dim_value = 1, dim_param = 2 } } } }. */
function readValueInfo(bytes: Buffer): OnnxTensor {
  let name = '';
  let type: TensorType = 'other';
  let shape: (number | string)[] = [];
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) name = field.bytes.toString('utf8');
    if (field.number !== 2) continue;
    for (const tensorType of fieldsOf(field.bytes).filter(({ number }) => number === 1)) {
      for (const part of fieldsOf(tensorType.bytes)) {
        if (part.number === 1) type = elementTypes[part.value] ?? 'other';
        if (part.number === 2) shape = fieldsOf(part.bytes).map(({ bytes: dim }) => readDimension(dim));
      }
    }
  }
  return { name, type, shape };
}

function readDimension(bytes: Buffer): number | string {
  const [field] = fieldsOf(bytes);
  if (field === undefined) return '';
  return field.number === 1 ? field.value : field.bytes.toString('utf8');
}

interface Field {
  readonly number: number;
  /** 0: a number; 1 and 5: eight and four bytes; 2: bytes with their length before them. */
  readonly wire: number;
  readonly start: number;
  readonly end: number;
}

interface SmallField {
  readonly number: number;
  readonly value: number;
  readonly bytes: Buffer;
}

function fieldsOf(bytes: Buffer): SmallField[] {
  const fields: SmallField[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { number, wire, value, start, end } = readField(bytes, at);
    if (end > bytes.length) throw new NotProtobufError('a field is longer than the message');
    fields.push({ number, value, bytes: wire === 2 ? bytes.subarray(start, end) : Buffer.alloc(0) });
    at = end;
  }
  return fields;
}

function readField(bytes: Buffer, at: number): Field & { readonly value: number } {
  const tag = readVarint(bytes, at);
  const [number, wire] = [Math.floor(tag.value / 8), tag.value % 8];
  if (number === 0) throw new NotProtobufError('field 0');
  if (wire === 1 || wire === 5) {
    return { number, wire, value: 0, start: tag.next, end: tag.next + (wire === 1 ? 8 : 4) };
  }
  if (wire !== 0 && wire !== 2) throw new NotProtobufError(`wire type ${wire}`);
  const { value, next } = readVarint(bytes, tag.next);
  return { number, wire, value, start: next, end: wire === 0 ? next : next + value };
}

function readVarint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw new NotProtobufError('the file ends within a number');
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  throw new NotProtobufError('a number is too long');
}

/** Walks the fields of a message in a file, reading as little of it as it can. */
class FileFields {
  readonly size: number;
  readonly #handle: FileHandle;
  #window = Buffer.alloc(0);
  #windowStart = 0;

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  async *fields(start: number, end: number): AsyncGenerator<Field> {
    for (let at = start; at < end; ) {
      await this.#load(at, 20);
      const field = readField(this.#window, at - this.#windowStart);
      const found = { ...field, start: field.start + this.#windowStart, end: field.end + this.#windowStart };
      if (found.end > end) throw new NotProtobufError('a field is longer than what holds it');
      yield found;
      at = found.end;
    }
  }

  async bytes(start: number, end: number): Promise<Buffer> {
    if (end - start > smallMessage) throw new NotProtobufError('a name or a shape of that size is none');
    await this.#load(start, end - start);
    return this.#window.subarray(start - this.#windowStart, end - this.#windowStart);
  }

  async #load(at: number, length: number): Promise<void> {
    if (at >= this.#windowStart && at + length <= this.#windowStart + this.#window.length) return;
    const window = Buffer.alloc(Math.max(0, Math.min(smallMessage, this.size - at)));
    const { bytesRead } = await this.#handle.read(window, 0, window.length, at);
    this.#window = window.subarray(0, bytesRead);
    this.#windowStart = at;
  }
}
