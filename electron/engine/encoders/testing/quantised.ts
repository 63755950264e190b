/**
 * Matrices in fewer bits, as exporters write them. int8: `quantize_dynamic` of ONNX Runtime, one scale a matrix; what is multiplied is
 * turned to 8 bits while the model runs. q4: `MatMulNBits`, 4 bits and one scale for each 32 numbers of a column.
 */
import type { OnnxGraph } from './onnx-file.ts';
import type { Parameter, Parameters } from './parameters.ts';

export type Quantisation = 'int8' | 'q4';

const block = 32;

/** What is left of the weights of linear layers after they were quantised; every other parameter as it is. */
export function roundLinearWeights(parameters: Parameters, kind: Quantisation): void {
  for (const [name, { dims, values }] of parameters) {
    if (!isLinear(name)) continue;
    const { levels, scales } = levelsOf({ dims, values }, kind);
    values.set(values.map((_, at) => (levels[at] as number) * (scales[scaleOf(at, dims, kind)] as number)));
  }
}

/** Layers of the blocks: tables, norms, convolution and the projections at the end stay as they are. */
function isLinear(name: string): boolean {
  return /\.(q|k|v|o|up|down)\.weight$/.test(name);
}

/** x times a matrix [inputs, outputs]. */
export function quantisedMatMul(
  graph: OnnxGraph,
  kind: Quantisation,
  name: string,
  x: string,
  weight: Parameter,
): string {
  const { levels, scales } = levelsOf(weight, kind);
  const [inputs = 0, outputs = 0] = weight.dims;
  if (kind === 'q4') {
    const packed = graph.constant(
      `${name}_q4`,
      'uint8',
      [outputs, inputs / block, block / 2],
      nibbles(levels, outputs),
    );
    const scale = graph.constant(`${name}_scales`, 'float32', [scales.length], scales);
    const attributes = { K: inputs, N: outputs, bits: 4, block_size: block };
    return graph.node('MatMulNBits', [x, packed, scale], attributes, undefined, 'com.microsoft');
  }
  const matrix = graph.constant(`${name}_int8`, 'int8', weight.dims, levels);
  const scale = graph.constant(`${name}_scale`, 'float32', [], scales);
  const [bytes, byteScale, byteZero] = graph.nodeOfMany('DynamicQuantizeLinear', [x], 3) as [string, string, string];
  const zero = graph.constant(`${name}_zero`, 'int8', [], [0]);
  const product = graph.node('MatMulInteger', [bytes, matrix, byteZero, zero]);
  const both = graph.node('Mul', [byteScale, scale]);
  return graph.node('Mul', [graph.node('Cast', [product], { to: 1 }), both]);
}

/** Whole numbers and the scales to multiply them with. */
function levelsOf({ dims, values }: Parameter, kind: Quantisation): { levels: Int8Array; scales: Float32Array } {
  const top = kind === 'q4' ? 7 : 127;
  const scales = new Float32Array(kind === 'q4' ? values.length / block : 1);
  values.forEach((value, at) => {
    const i = scaleOf(at, dims, kind);
    scales[i] = Math.max(scales[i] as number, Math.abs(value) / top);
  });
  const levels = Int8Array.from(values, (value, at) => {
    const scale = scales[scaleOf(at, dims, kind)] as number;
    return scale === 0 ? 0 : Math.round(value / scale);
  });
  return { levels, scales };
}

/** Scales of q4 go column by column, block by block. */
function scaleOf(at: number, [inputs = 1, outputs = 1]: readonly number[], kind: Quantisation): number {
  if (kind === 'int8') return 0;
  const [row, column] = [Math.floor(at / outputs), at % outputs];
  return column * (inputs / block) + Math.floor(row / block);
}

/** Two numbers a byte, the first in the lower half, column by column; 8 stands for 0. */
function nibbles(levels: Int8Array, outputs: number): number[] {
  const inputs = levels.length / outputs;
  const at = (column: number, row: number): number => (levels[row * outputs + column] as number) + 8;
  return Array.from({ length: levels.length / 2 }, (_, i) => {
    const [column, row] = [Math.floor((2 * i) / inputs), (2 * i) % inputs];
    return at(column, row) | (at(column, row + 1) << 4);
  });
}
