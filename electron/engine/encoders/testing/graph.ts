/** The towers of an architecture as ONNX graphs, in the operations that exporters of PyTorch models write. */
import type { Activation, Architecture, TextShape, TransformerShape } from './architecture.ts';
import { type Attributes, type FloatType, OnnxGraph } from './onnx-file.ts';
import type { Parameter, Parameters } from './parameters.ts';
import { type Quantisation, quantisedMatMul } from './quantised.ts';

export interface TowerTypes {
  readonly weights: FloatType;
  readonly io: FloatType;
  readonly ids: 'int64' | 'int32';
  /** Of the linear layers of the blocks. */
  readonly quantisation: Quantisation | undefined;
  /** Whether texts enter at their full length only. */
  readonly fixedLength: boolean;
}

/** Adds towers to a graph. Weights are of `type`; what enters and leaves is of `ioType`. */
export class TowerGraph {
  readonly graph = new OnnxGraph();
  readonly #architecture: Architecture;
  readonly #parameters: Parameters;
  readonly #type: FloatType;
  readonly #ioType: FloatType;
  readonly #idType: 'int64' | 'int32';
  readonly #quantisation: Quantisation | undefined;
  readonly #fixedLength: boolean;

  constructor(architecture: Architecture, parameters: Parameters, types: TowerTypes) {
    this.#architecture = architecture;
    this.#parameters = parameters;
    this.#type = types.weights;
    this.#ioType = types.io;
    this.#idType = types.ids;
    this.#quantisation = types.quantisation;
    this.#fixedLength = types.fixedLength;
  }

  /** Answers `sequence` [batch, tokens, dimensions or width] before pooling and `pooled` [batch, dimensions]. */
  vision(): { sequence: string; pooled: string } {
    const { vision } = this.#architecture;
    const { image, patch, width } = vision;
    const pixels = this.#toWeights(this.graph.input('pixel_values', this.#ioType, ['batch_size', 3, image, image]));
    const kernel = [pixels, this.#weight('vision.patch.weight')];
    if (vision.patchBias) kernel.push(this.#weight('vision.patch.bias'));
    const grid = this.#node('Conv', kernel, { kernel_shape: [patch, patch], strides: [patch, patch] });
    const patches = this.#node('Transpose', [this.#reshape(grid, [0, width, -1])], { perm: [0, 2, 1] });
    const batch = this.#node('Shape', [pixels], { start: 0, end: 1 });
    const tokens = vision.classToken
      ? this.#node('Concat', [this.#repeat('vision.class', batch, width), patches], { axis: 1 })
      : patches;
    let hidden = this.#node('Add', [tokens, this.#weight('vision.position')]);
    if (vision.classToken) hidden = this.#norm('vision.before', hidden, vision.epsilon);
    hidden = this.#blocks('vision', vision, hidden);
    if (vision.head === 'probe') {
      const sequence = this.#norm('vision.after', hidden, vision.epsilon);
      return { sequence, pooled: this.#probe(sequence, batch) };
    }
    const projected = (x: string): string =>
      this.#node('MatMul', [this.#norm('vision.after', x, vision.epsilon), this.#weight('vision.projection')]);
    const first = this.#node('Gather', [hidden, this.#index(0)], { axis: 1 });
    return { sequence: projected(hidden), pooled: projected(first) };
  }

  /** As `vision`; the sequence is projected already, since picking a token and projecting it commute. */
  text(eosId: number): { sequence: string; pooled: string | null } {
    const { text } = this.#architecture;
    const length = this.#fixedLength ? text.positions : 'sequence_length';
    const ids = this.graph.input('input_ids', this.#idType, ['text_batch_size', length]);
    const mask = text.inputs.mask ? this.#idInput('attention_mask') : null;
    let hidden = this.#node('Gather', [this.#weight('text.tokens'), ids], { axis: 0 });
    const count = this.#node('Squeeze', [this.#node('Shape', [ids], { start: 1, end: 2 }), this.#ints('axis_0', [0])]);
    const range = this.#node('Range', [this.#index(0), count, this.#index(1)]);
    const positions = text.inputs.positionIds ? this.#idInput('position_ids') : range;
    const table = this.#weight('text.positions');
    hidden = this.#node('Add', [hidden, text.wholeTable ? table : this.#node('Gather', [table, positions])]);
    if (text.inputs.tokenTypes) {
      const types = this.#idInput('token_type_ids');
      hidden = this.#node('Add', [hidden, this.#node('Gather', [this.#weight('text.types'), types])]);
    }
    if (text.embeddingNorm) hidden = this.#norm('text.before', hidden, text.epsilon);
    hidden = this.#blocks('text', text, hidden, this.#attentionBias(text, range, mask));
    if (text.finalNorm) hidden = this.#norm('text.after', hidden, text.epsilon);
    const sequence = this.#projectText(text, hidden);
    return { sequence, pooled: this.#pool(text, sequence, ids, eosId) };
  }

  /** Declares an output of [batch, dimensions], or of [batch, tokens, dimensions] when `rank` is 3. */
  output(name: string, value: string, rank: 2 | 3 = 2): void {
    const dims = [`${name}_batch`, ...(rank === 3 ? [`${name}_tokens`] : []), `${name}_width`];
    const given = this.#type === this.#ioType ? value : this.#node('Cast', [value], { to: castTo[this.#ioType] });
    this.graph.output(name, given, this.#ioType, dims);
  }

  /** What a file of both towers gives: unit vectors, and their cosines times the scale, plus the bias. */
  similarities(images: string, texts: string): void {
    const { logitScale, logitBias } = this.#architecture;
    const image = this.#unit(images);
    const text = this.#unit(texts);
    const scale = this.#float('logit_scale', Math.exp(logitScale));
    const cosines = this.#node('MatMul', [text, this.#node('Transpose', [image], { perm: [1, 0] })]);
    const scaled = this.#node('Mul', [cosines, scale]);
    const perText = logitBias === null ? scaled : this.#node('Add', [scaled, this.#float('logit_bias', logitBias)]);
    this.output('logits_per_image', this.#node('Transpose', [perText], { perm: [1, 0] }));
    this.output('logits_per_text', perText);
    this.output('text_embeds', text);
    this.output('image_embeds', image);
  }

  #unit(vectors: string): string {
    return this.#node('Div', [vectors, this.#node('ReduceL2', [vectors], { axes: [-1], keepdims: 1 })]);
  }

  #pool(text: TextShape, sequence: string, ids: string, eosId: number): string | null {
    if (text.pooling === 'mean') return null;
    if (text.pooling === 'cls') return this.#node('Gather', [sequence, this.#index(0)], { axis: 1 });
    if (text.pooling === 'last') return this.#node('Gather', [sequence, this.#index(-1)], { axis: 1 });
    const isEnd = this.#node('Equal', [ids, this.graph.constant('eos_id', this.#idType, [], [eosId])]);
    const first = this.#node('ArgMax', [this.#node('Cast', [isEnd], { to: castTo.int32 })], { axis: -1, keepdims: 1 });
    return this.#node('GatherND', [sequence, first], { batch_dims: 1 });
  }

  #projectText({ projection }: TextShape, hidden: string): string {
    if (projection === 'none') return hidden;
    const product = this.#node('MatMul', [hidden, this.#weight('text.projection')]);
    return projection === 'matrix' ? product : this.#node('Add', [product, this.#weight('text.projection.bias')]);
  }

  /** What is added to attention before the softmax: [tokens, tokens] for a causal model, [batch, 1, 1, tokens] for a mask. */
  #attentionBias({ causal }: TextShape, range: string, mask: string | null): string | null {
    if (mask !== null) {
      const float = this.#node('Cast', [mask], { to: castTo[this.#type] });
      const padding = this.#node('Sub', [this.#float('one', 1), float]);
      const wide = this.#node('Unsqueeze', [padding, this.#ints('axes_1_2', [1, 2])]);
      return this.#node('Mul', [wide, this.#float('masked', -1e4)]);
    }
    if (!causal) return null;
    const row = this.#node('Unsqueeze', [range, this.#ints('axis_1', [1])]);
    const visible = this.#node('GreaterOrEqual', [row, range]);
    return this.#node('Where', [visible, this.#float('zero', 0), this.#float('masked', -1e4)]);
  }

  #blocks(tower: string, shape: TransformerShape, input: string, bias: string | null = null): string {
    let hidden = input;
    for (let layer = 0; layer < shape.layers; layer++) {
      const block = `${tower}.${layer}`;
      const norm1 = (x: string): string => this.#norm(`${block}.norm1`, x, shape.epsilon);
      const norm2 = (x: string): string => this.#norm(`${block}.norm2`, x, shape.epsilon);
      const attention = (x: string): string => this.#attention(block, shape, x, x, bias);
      const perceptron = (x: string): string => this.#perceptron(block, shape.activation, x);
      if (shape.norm === 'pre') {
        hidden = this.#node('Add', [hidden, attention(norm1(hidden))]);
        hidden = this.#node('Add', [hidden, perceptron(norm2(hidden))]);
      } else {
        hidden = norm1(this.#node('Add', [hidden, attention(hidden)]));
        hidden = norm2(this.#node('Add', [hidden, perceptron(hidden)]));
      }
    }
    return hidden;
  }

  /** SigLIP's head: a learned query looks at all patches. */
  #probe(sequence: string, batch: string): string {
    const { vision } = this.#architecture;
    const query = this.#repeat('vision.probe', batch, vision.width);
    const attended = this.#attention('vision.head', vision, query, sequence, null);
    const normed = this.#norm('vision.head.norm', attended, vision.epsilon);
    const sum = this.#node('Add', [attended, this.#perceptron('vision.head', vision.activation, normed)]);
    return this.#node('Gather', [sum, this.#index(0)], { axis: 1 });
  }

  #attention(block: string, shape: TransformerShape, query: string, keys: string, bias: string | null): string {
    const depth = shape.width / shape.heads;
    const split = (name: string, x: string, perm: readonly number[]): string => {
      const heads = this.#reshape(this.#linear(`${block}.${name}`, x), [0, 0, shape.heads, depth]);
      return this.#node('Transpose', [heads], { perm });
    };
    const q = this.#node('Mul', [split('q', query, [0, 2, 1, 3]), this.#float(`scale_${depth}`, 1 / Math.sqrt(depth))]);
    const products = this.#node('MatMul', [q, split('k', keys, [0, 2, 3, 1])]);
    const biased = bias === null ? products : this.#node('Add', [products, bias]);
    const shares = this.#node('Softmax', [biased], { axis: -1 });
    const mixed = this.#node('MatMul', [shares, split('v', keys, [0, 2, 1, 3])]);
    const joined = this.#reshape(this.#node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), [0, 0, shape.width]);
    return this.#linear(`${block}.o`, joined);
  }

  #perceptron(block: string, activation: Activation, x: string): string {
    return this.#linear(`${block}.down`, this.#activate(activation, this.#linear(`${block}.up`, x)));
  }

  #activate(activation: Activation, x: string): string {
    if (activation === 'quick-gelu') {
      const steep = this.#node('Mul', [x, this.#float('quick', 1.702)]);
      return this.#node('Mul', [x, this.#node('Sigmoid', [steep])]);
    }
    const half = this.#node('Mul', [x, this.#float('half', 0.5)]);
    const inner = activation === 'gelu' ? this.#erf(x) : this.#tanh(x);
    return this.#node('Mul', [half, this.#node('Add', [inner, this.#float('one', 1)])]);
  }

  #erf(x: string): string {
    return this.#node('Erf', [this.#node('Div', [x, this.#float('root_2', Math.SQRT2)])]);
  }

  #tanh(x: string): string {
    const cube = this.#node('Mul', [this.#node('Mul', [x, x]), x]);
    const bent = this.#node('Add', [x, this.#node('Mul', [cube, this.#float('cubic', 0.044715)])]);
    return this.#node('Tanh', [this.#node('Mul', [bent, this.#float('root_2_pi', Math.sqrt(2 / Math.PI))])]);
  }

  #linear(name: string, x: string): string {
    return this.#node('Add', [this.#multiply(`${name}.weight`, x), this.#weight(`${name}.bias`)]);
  }

  #multiply(name: string, x: string): string {
    if (this.#quantisation === undefined) return this.#node('MatMul', [x, this.#weight(name)]);
    return quantisedMatMul(this.graph, this.#quantisation, name, x, this.#parameter(name));
  }

  #norm(name: string, x: string, epsilon: number): string {
    const inputs = [x, this.#weight(`${name}.weight`), this.#weight(`${name}.bias`)];
    return this.#node('LayerNormalization', inputs, { axis: -1, epsilon: { f: epsilon } });
  }

  /** A [1, 1, width] parameter once for every element of the batch. */
  #repeat(name: string, batch: string, width: number): string {
    const shape = this.#node('Concat', [batch, this.#ints(`token_${width}`, [1, width])], { axis: 0 });
    return this.#node('Expand', [this.#weight(name), shape]);
  }

  #idInput(name: string): string {
    return this.graph.input(name, this.#idType, ['text_batch_size', 'sequence_length']);
  }

  #toWeights(x: string): string {
    return this.#type === this.#ioType ? x : this.#node('Cast', [x], { to: castTo[this.#type] });
  }

  #weight(name: string): string {
    const { dims, values } = this.#parameter(name);
    return this.graph.constant(name, this.#type, dims, values);
  }

  #parameter(name: string): Parameter {
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) throw new Error(`There is no parameter ${name}.`);
    return parameter;
  }

  #float(name: string, value: number): string {
    return this.graph.constant(name, this.#type, [], [value]);
  }

  #ints(name: string, values: readonly number[]): string {
    return this.graph.constant(name, 'int64', [values.length], values);
  }

  #index(value: number): string {
    return this.graph.constant(`index_${value}`, 'int64', [], [value]);
  }

  #reshape(x: string, shape: readonly number[]): string {
    return this.#node('Reshape', [x, this.#ints(`shape_${shape.join('_')}`, shape)]);
  }

  #node(opType: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.graph.node(opType, inputs, attributes);
  }
}

const castTo = { float32: 1, int32: 6, float16: 10 } as const;
