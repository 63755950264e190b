/** What ONNX Runtime really says of files that are wrong in one way each, and what is made of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import { explainOnnx } from './onnx-reasons.ts';
import { OnnxGraph } from './testing/onnx-file.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-onnx-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function fileWith(draw: (graph: OnnxGraph) => string, dataFile?: string): Uint8Array {
  const graph = new OnnxGraph();
  graph.output('out', draw(graph), 'float32', ['batch', 'size']);
  return graph.encode(dataFile).model;
}

const weights = Array.from({ length: 64 }, (_, i) => i);
const product = (graph: OnnxGraph): string =>
  graph.node('MatMul', [
    graph.input('in', 'float32', ['batch', 'size']),
    graph.constant('weights', 'float32', [8, 8], weights),
  ]);
const whole = fileWith(product);
const newer = Uint8Array.from(whole);
// The first field is the version of the format.
newer[1] = 99;

interface Case {
  readonly why: string;
  readonly file: Uint8Array;
  readonly feeds?: Record<string, Tensor>;
  readonly says?: RegExp;
}
const cases: readonly Case[] = [
  { why: 'onnx-damaged', file: whole.subarray(0, whole.length - 40) },
  { why: 'onnx-damaged', file: Buffer.from('<html>Please log in</html>') },
  { why: 'onnx-damaged', file: fileWith((graph) => graph.node('Relu', ['nothing'])) },
  { why: 'onnx-newer', file: newer },
  { why: 'onnx-weights', file: fileWith(product, 'gone.bin'), says: /gone\.bin/ },
  {
    ...{ why: 'onnx-operator', says: /operator Frobnicate,/ },
    file: fileWith((graph) => graph.node('Frobnicate', [graph.input('in', 'float32', ['batch', 'size'])])),
  },
  {
    ...{ why: 'onnx-operator', says: /operator com\.microsoft:Frobnicate,/ },
    file: fileWith((graph) =>
      graph.node('Frobnicate', [graph.input('in', 'float32', ['batch', 'size'])], {}, undefined, 'com.microsoft'),
    ),
  },
  { why: 'onnx-inputs', file: whole, feeds: { in: new Tensor('float32', new Float32Array(5), [1, 5]) } },
  { why: 'onnx-inputs', file: whole, feeds: { in: new Tensor('float32', new Float32Array(8), [8]) } },
  { why: 'onnx-inputs', file: whole, feeds: { other: new Tensor('float32', new Float32Array(8), [1, 8]) } },
  {
    why: 'onnx-vocabulary',
    file: fileWith((graph) =>
      graph.node('Gather', [
        graph.constant('words', 'float32', [8, 8], weights),
        graph.input('ids', 'int64', ['batch']),
      ]),
    ),
    feeds: { ids: new Tensor('int64', BigInt64Array.from([99n]), [1]) },
  },
  {
    ...{ why: 'onnx-memory', says: /16000000000000/ },
    file: fileWith((graph) => graph.node('ConstantOfShape', [graph.input('in', 'int64', [2])])),
    feeds: { in: new Tensor('int64', BigInt64Array.from([2_000_000n, 2_000_000n]), [2]) },
  },
];

it.each(cases.map((one, i) => ({ ...one, name: `${one.why} ${i}` })))('$name', async ({ why, file, feeds, says }) => {
  const name = path.join(dir, 'model.onnx');
  await writeFile(name, file);
  const use = async (): Promise<void> => {
    const session = await InferenceSession.create(name, { logSeverityLevel: 4 });
    if (feeds !== undefined) await session.run(feeds);
  };
  const said = await use().then(
    () => 'nothing',
    (error: Error) => error.message,
  );
  const explained = explainOnnx(new AppError('MODEL_FAILED', said, { details: { path: name } }));
  expect(explained).toMatchObject({ code: 'MODEL_FAILED', details: { why, path: name } });
  expect(explained.message).toContain('(ONNX Runtime: ');
  expect(explained.message).toMatch(says ?? /./);
  expect(explained.message).not.toMatch(/onnxruntime_src|\n/);
});

it('leaves alone what it does not know, and what has its reason', () => {
  const other = new AppError('MODEL_FAILED', 'The model has been closed.');
  expect(explainOnnx(other)).toBe(other);
  const known = new AppError('MODEL_FAILED', 'Protobuf parsing failed', { details: { why: 'test-crashed' } });
  expect(explainOnnx(known)).toBe(known);
});
