/**
 * Writes ONNX files, so that tests have small models of every family without keeping any. Message and field numbers are those of
 * onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), as far as these models need them.
 */
import protobuf from 'protobufjs/light.js';

const repeated = (type: string, id: number) => ({ rule: 'repeated', type, id, options: { packed: false } });

const schema = protobuf.Root.fromJSON({
  nested: {
    Model: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        graph: { type: 'Graph', id: 7 },
        opsetImport: repeated('Opset', 8),
      },
    },
    Opset: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
    Graph: {
      fields: {
        node: repeated('Node', 1),
        name: { type: 'string', id: 2 },
        initializer: repeated('Tensor', 5),
        input: repeated('Value', 11),
        output: repeated('Value', 12),
      },
    },
    Node: {
      fields: {
        input: repeated('string', 1),
        output: repeated('string', 2),
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: repeated('Attribute', 5),
        domain: { type: 'string', id: 7 },
      },
    },
    Attribute: {
      fields: {
        name: { type: 'string', id: 1 },
        f: { type: 'float', id: 2 },
        i: { type: 'int64', id: 3 },
        g: { type: 'Graph', id: 6 },
        ints: repeated('int64', 8),
        type: { type: 'int32', id: 20 },
      },
    },
    Tensor: {
      fields: {
        dims: repeated('int64', 1),
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
        externalData: repeated('Entry', 13),
        dataLocation: { type: 'int32', id: 14 },
      },
    },
    Entry: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    Value: { fields: { name: { type: 'string', id: 1 }, type: { type: 'Type', id: 2 } } },
    Type: { fields: { tensorType: { type: 'TensorType', id: 1 } } },
    TensorType: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'Shape', id: 2 } } },
    Shape: { fields: { dim: repeated('Dimension', 1) } },
    Dimension: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
  },
});
const modelMessage = schema.lookupType('Model');

const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type ElementType = keyof typeof elementTypes;
export type FloatType = 'float32' | 'float16';

const attributeTypes = { f: 1, i: 2, g: 5, ints: 7 } as const;

/** An attribute is a list of whole numbers, a whole number, `{ f }` for a float, or a graph, such as the body of a loop. */
export type Attributes = Readonly<Record<string, number | readonly number[] | { readonly f: number } | OnnxGraph>>;

export interface OnnxFile {
  readonly model: Uint8Array;
  /** The weights, where they lie in a file beside the model. */
  readonly data: Uint8Array | null;
}

/** A graph that grows node by node. Every method answers the name of the value that it made. */
export class OnnxGraph {
  readonly #nodes: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];
  readonly #constants = new Map<string, { dims: readonly number[]; type: ElementType; bytes: Uint8Array }>();
  #counter = 0;

  /** A dimension that is a name may have any size. */
  input(name: string, type: ElementType, dims: readonly (number | string)[]): string {
    this.#inputs.push(tensorValue(name, type, dims));
    return name;
  }

  /** Declares that `value` leaves the graph under `name`. */
  output(name: string, value: string, type: ElementType, dims: readonly (number | string)[]): void {
    this.node('Identity', [value], {}, name);
    this.#outputs.push(tensorValue(name, type, dims));
  }

  /** A tensor of given numbers; asking for the same name again gives the same tensor. */
  constant(name: string, type: ElementType, dims: readonly number[], values: Iterable<number>): string {
    if (!this.#constants.has(name)) this.#constants.set(name, { dims, type, bytes: bytesOf(type, [...values]) });
    return name;
  }

  /** `domain`: of operators that are not of ONNX itself. */
  node(opType: string, inputs: readonly string[], attributes: Attributes = {}, name?: string, domain = ''): string {
    const output = name ?? `${opType}_${this.#counter++}`;
    this.#add(opType, inputs, [output], attributes, domain);
    return output;
  }

  nodeOfMany(opType: string, inputs: readonly string[], outputs: number): string[] {
    const names = Array.from({ length: outputs }, () => `${opType}_${this.#counter++}`);
    this.#add(opType, inputs, names, {}, '');
    return names;
  }

  #add(
    opType: string,
    input: readonly string[],
    output: readonly string[],
    attributes: Attributes,
    domain: string,
  ): void {
    const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
    this.#nodes.push({ input, output, name: `node_${output[0]}`, opType, attribute, domain });
  }

  /** To be an attribute; constants have to be of the graph around it. */
  asBody(): object {
    return { name: 'body', node: this.#nodes, input: this.#inputs, output: this.#outputs };
  }

  /** With `dataFile`, weights go into a file of that name beside the model; shapes and indices have to stay. */
  encode(dataFile?: string): OnnxFile {
    const pieces: Uint8Array[] = [];
    let offset = 0;
    const initializer = [...this.#constants].map(([name, { dims, type, bytes }]) => {
      const tensor = { name, dims, dataType: elementTypes[type] };
      if (dataFile === undefined || bytes.length <= 16 || !['float32', 'float16', 'int8', 'uint8'].includes(type))
        return { ...tensor, rawData: bytes };
      const entry = { location: dataFile, offset: String(offset), length: String(bytes.length) };
      pieces.push(bytes);
      offset += bytes.length;
      const externalData = Object.entries(entry).map(([key, value]) => ({ key, value }));
      return { ...tensor, externalData, dataLocation: 1 };
    });
    const graph = { ...this.asBody(), name: 'model', initializer };
    const opsetImport = [
      { domain: '', version: 17 },
      { domain: 'com.microsoft', version: 1 },
    ];
    const model = { irVersion: 8, producerName: 'lookalike-tests', opsetImport, graph };
    return {
      model: modelMessage.encode(modelMessage.fromObject(model)).finish(),
      data: dataFile === undefined ? null : new Uint8Array(Buffer.concat(pieces)),
    };
  }
}

function tensorValue(name: string, type: ElementType, dims: readonly (number | string)[]): object {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}

function attributeOf(name: string, value: Attributes[string]): object {
  if (typeof value === 'number') return { name, i: value, type: attributeTypes.i };
  if (value instanceof OnnxGraph) return { name, g: value.asBody(), type: attributeTypes.g };
  if ('f' in value) return { name, f: value.f, type: attributeTypes.f };
  return { name, ints: value, type: attributeTypes.ints };
}

function bytesOf(type: ElementType, values: readonly number[]): Uint8Array {
  const { buffer } = (() => {
    switch (type) {
      case 'float32':
        return Float32Array.from(values);
      case 'float16':
        return Float16Array.from(values);
      case 'int32':
        return Int32Array.from(values);
      case 'int64':
        return BigInt64Array.from(values, BigInt);
      case 'int8':
        return Int8Array.from(values);
      case 'uint8':
      case 'bool':
        return Uint8Array.from(values);
    }
  })();
  return new Uint8Array(buffer);
}
