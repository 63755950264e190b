/**
 * The forward pass of each family in plain numbers: no graph, no tensors, double precision. It follows the papers and PyTorch's
 * definitions (Dosovitskiy et al. 2021, Radford et al. 2021, Zhai et al. 2023, Devlin et al. 2019), and ONNX Runtime is held to it.
 */
import type { Activation, Architecture, TransformerShape } from './architecture.ts';
import type { Parameters } from './parameters.ts';

/** Rows of numbers: one row a token. */
type Matrix = number[][];

export class Reference {
  readonly #architecture: Architecture;
  readonly #parameters: Parameters;
  readonly #tables = new Map<string, Matrix>();

  constructor(architecture: Architecture, parameters: Parameters) {
    this.#architecture = architecture;
    this.#parameters = parameters;
  }

  /** The vector of a normalised image, planar [3 x image x image]; not yet of length 1. */
  image(pixels: ArrayLike<number>): number[] {
    const { vision } = this.#architecture;
    let tokens = this.#patches(pixels);
    if (vision.classToken) tokens.unshift([...this.#values('vision.class')]);
    tokens = sum(tokens, this.#rows('vision.position', tokens.length));
    if (vision.classToken) tokens = this.#norm('vision.before', tokens, vision.epsilon);
    tokens = this.#blocks('vision', vision, tokens);
    if (vision.head === 'class') {
      const normed = this.#norm('vision.after', tokens.slice(0, 1), vision.epsilon);
      return multiply(normed, this.#table('vision.projection'))[0] as number[];
    }
    return this.#probe(this.#norm('vision.after', tokens, vision.epsilon));
  }

  /**
   * The vector of a text: its ids as they enter the model, padded or not, and how many of them, from the left, are not padding.
   * `eosId`: where eos pooling finds the end.
   */
  text(ids: readonly number[], length: number, eosId: number): number[] {
    const { text } = this.#architecture;
    const table = this.#table('text.tokens');
    let tokens = sum(
      ids.map((id) => table[id] as number[]),
      this.#rows('text.positions', ids.length),
    );
    const [firstType] = text.inputs.tokenTypes ? this.#table('text.types') : [];
    if (firstType !== undefined) tokens = tokens.map((row) => row.map((value, i) => value + (firstType[i] as number)));
    if (text.embeddingNorm) tokens = this.#norm('text.before', tokens, text.epsilon);
    const sees = (from: number, to: number): boolean =>
      text.causal ? to <= from : text.inputs.mask ? to < length : true;
    tokens = this.#blocks('text', text, tokens, sees);
    if (text.finalNorm) tokens = this.#norm('text.after', tokens, text.epsilon);
    const pooled = poolings[text.pooling](tokens, ids, length, eosId);
    if (text.projection === 'none') return pooled;
    const projected = multiply([pooled], this.#table('text.projection'))[0] as number[];
    const bias = text.projection === 'linear' ? this.#values('text.projection.bias') : [];
    return projected.map((value, i) => value + (bias[i] ?? 0));
  }

  /** The sum over a patch and its three channels, row of patches by row of patches. */
  #patches(pixels: ArrayLike<number>): Matrix {
    const { image, patch, width } = this.#architecture.vision;
    const weight = this.#values('vision.patch.weight');
    const bias = this.#parameters.get('vision.patch.bias')?.values;
    const tokens: Matrix = [];
    for (let top = 0; top < image; top += patch) {
      for (let left = 0; left < image; left += patch) {
        const token = Array.from({ length: width }, (_, i) => bias?.[i] ?? 0);
        for (let out = 0; out < width; out++) {
          for (let at = 0; at < 3 * patch * patch; at++) {
            const channel = Math.floor(at / (patch * patch));
            const y = top + (Math.floor(at / patch) % patch);
            const x = left + (at % patch);
            const value = pixels[(channel * image + y) * image + x] as number;
            token[out] = (token[out] as number) + value * (weight[out * 3 * patch * patch + at] as number);
          }
        }
        tokens.push(token);
      }
    }
    return tokens;
  }

  #probe(tokens: Matrix): number[] {
    const { vision } = this.#architecture;
    const query = [[...this.#values('vision.probe')]];
    const attended = this.#attention('vision.head', vision, query, tokens, () => true);
    const normed = this.#norm('vision.head.norm', attended, vision.epsilon);
    return sum(attended, this.#perceptron('vision.head', vision.activation, normed))[0] as number[];
  }

  #blocks(tower: string, shape: TransformerShape, input: Matrix, sees: Sees = () => true): Matrix {
    let x = input;
    for (let layer = 0; layer < shape.layers; layer++) {
      const block = `${tower}.${layer}`;
      const norm = (which: string, tokens: Matrix): Matrix => this.#norm(`${block}.${which}`, tokens, shape.epsilon);
      const attention = (tokens: Matrix): Matrix => this.#attention(block, shape, tokens, tokens, sees);
      const perceptron = (tokens: Matrix): Matrix => this.#perceptron(block, shape.activation, tokens);
      if (shape.norm === 'pre') {
        x = sum(x, attention(norm('norm1', x)));
        x = sum(x, perceptron(norm('norm2', x)));
      } else {
        x = norm('norm1', sum(x, attention(x)));
        x = norm('norm2', sum(x, perceptron(x)));
      }
    }
    return x;
  }

  #attention(block: string, shape: TransformerShape, queries: Matrix, keys: Matrix, sees: Sees): Matrix {
    const depth = shape.width / shape.heads;
    const q = this.#linear(`${block}.q`, queries);
    const k = this.#linear(`${block}.k`, keys);
    const v = this.#linear(`${block}.v`, keys);
    const mixed = q.map((query, from) => {
      const row: number[] = [];
      for (let start = 0; start < shape.width; start += depth) {
        const head = (vector: number[]): number[] => vector.slice(start, start + depth);
        const scores = k.map((key, to) =>
          sees(from, to) ? dot(head(query), head(key)) / Math.sqrt(depth) : Number.NEGATIVE_INFINITY,
        );
        const shares = softmax(scores);
        for (let i = start; i < start + depth; i++) row.push(dot(shares, column(v, i)));
      }
      return row;
    });
    return this.#linear(`${block}.o`, mixed);
  }

  #perceptron(block: string, activation: Activation, tokens: Matrix): Matrix {
    const up = this.#linear(`${block}.up`, tokens).map((row) => row.map(activations[activation]));
    return this.#linear(`${block}.down`, up);
  }

  #linear(name: string, tokens: Matrix): Matrix {
    const bias = this.#values(`${name}.bias`);
    return multiply(tokens, this.#table(`${name}.weight`)).map((row) => row.map((x, i) => x + (bias[i] as number)));
  }

  #norm(name: string, tokens: Matrix, epsilon: number): Matrix {
    const [weight, bias] = [this.#values(`${name}.weight`), this.#values(`${name}.bias`)];
    return tokens.map((row) => {
      const mean = row.reduce((total, x) => total + x, 0) / row.length;
      const variance = row.reduce((total, x) => total + (x - mean) ** 2, 0) / row.length;
      const scale = 1 / Math.sqrt(variance + epsilon);
      return row.map((x, i) => (x - mean) * scale * (weight[i] as number) + (bias[i] as number));
    });
  }

  #values(name: string): Float32Array {
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) throw new Error(`There is no parameter ${name}.`);
    return parameter.values;
  }

  #table(name: string): Matrix {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const table = this.#readTable(name);
    this.#tables.set(name, table);
    return table;
  }

  #readTable(name: string): Matrix {
    const [rows, columns] = (this.#parameters.get(name)?.dims ?? []).slice(-2);
    const values = this.#values(name);
    const width = columns ?? 1;
    return Array.from({ length: rows ?? 0 }, (_, row) => [...values.slice(row * width, (row + 1) * width)]);
  }

  #rows(name: string, count: number): Matrix {
    return this.#table(name).slice(0, count);
  }
}

type Sees = (from: number, to: number) => boolean;
type Pooling = (tokens: Matrix, ids: readonly number[], length: number, eosId: number) => number[];

const poolings: Readonly<Record<'cls' | 'eos' | 'last' | 'mean', Pooling>> = {
  cls: (tokens) => tokens[0] as number[],
  eos: (tokens, ids, _, eosId) => tokens[ids.indexOf(eosId)] as number[],
  last: (tokens) => tokens[tokens.length - 1] as number[],
  mean: (tokens, _, length) =>
    (tokens[0] as number[]).map((_first, i) => column(tokens.slice(0, length), i).reduce((a, b) => a + b, 0) / length),
};

const activations: Readonly<Record<Activation, (x: number) => number>> = {
  'quick-gelu': (x) => x / (1 + Math.exp(-1.702 * x)),
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  'gelu-tanh': (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};

/** The series of Abramowitz and Stegun 7.1.5, exact to about 1e-10 up to 4; beyond, erf is 1 to within 2e-8. */
function erf(x: number): number {
  if (Math.abs(x) > 4) return Math.sign(x);
  let term = x;
  let total = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, x, i) => total + x * (b[i] as number), 0);
}

function column(rows: Matrix, i: number): number[] {
  return rows.map((row) => row[i] as number);
}

function sum(a: Matrix, b: Matrix): Matrix {
  return a.map((row, i) => row.map((x, j) => x + ((b[i] as number[])[j] as number)));
}

function multiply(a: Matrix, b: Matrix): Matrix {
  const columns = b[0]?.length ?? 0;
  return a.map((row) => {
    const result = new Array<number>(columns).fill(0);
    row.forEach((x, i) => {
      const factors = b[i] as number[];
      for (let j = 0; j < columns; j++) result[j] = (result[j] as number) + x * (factors[j] as number);
    });
    return result;
  });
}
