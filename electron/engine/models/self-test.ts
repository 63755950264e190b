/**
 * Whether a model does what its model.json says. Wrong preprocessing, a wrong output or a tokenizer of another model give vectors all
 * the same; what they cannot do is match captions with images, and that is what decides.
 */
import { AppError, throwIfCancelled, toAppError } from '../../contract/errors.ts';
import type { SelfTest } from '../../contract/models.ts';
import { type Encoder, explainOnnx } from '../encoders/index.ts';
import { dot } from '../numbers/vectors.ts';
import { type Pair, testPairs } from './test-images.ts';

type Check = SelfTest['checks'][number];
type Name = Check['name'];

export const testNames: readonly Name[] = ['vectors', 'batch', 'padding', 'distinct', 'match'];

/** Ends at the first check that cannot be run. `onStep`: checks that are done. @throws {AppError} `CANCELLED` */
export async function selfTest(
  encoder: Encoder,
  signal: AbortSignal,
  onStep: (done: number, next: Name) => void = () => {},
): Promise<SelfTest> {
  const subject: Subject = { encoder, pairs: testPairs(encoder.manifest), signal };
  const checks: Check[] = [];
  for (const name of testNames) {
    throwIfCancelled(signal);
    onStep(checks.length, name);
    const found = await resultOf(() => runs[name](subject));
    checks.push({ name, ...found });
    // The others would fail for the same reason.
    if (found.why === 'not-run') break;
  }
  return { modelId: encoder.modelId, passed: checks.every(({ passed }) => passed), checks };
}

/** The error with which a model that failed is refused. */
export function failedTest({ checks }: SelfTest): AppError {
  const messages = checks.filter(({ passed }) => !passed).map(({ message }) => message);
  return new AppError('MODEL_FAILED', `The model does not pass its test. ${messages.join(' ')}`, {
    details: { why: 'failed-test', checks },
  });
}

interface Subject {
  readonly encoder: Encoder;
  readonly pairs: readonly Pair[];
  readonly signal: AbortSignal;
}

type CheckResult = Omit<Check, 'name'>;

const runs: Readonly<Record<Name, (subject: Subject) => Promise<CheckResult>>> = {
  vectors: checkVectors,
  batch: checkBatch,
  padding: checkPadding,
  distinct: checkDistinct,
  match: checkMatch,
};

/** A model that cannot be run fails the check that it was run for. */
async function resultOf(check: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check();
  } catch (error) {
    const failure = explainOnnx(toAppError(error));
    if (failure.code === 'CANCELLED') throw failure;
    const { message, details } = failure;
    const { why: reason = 'onnx-unknown', said = message, operator = '' } = details ?? {};
    const values = { reason: String(reason), said: String(said), operator: String(operator) };
    return { passed: false, value: null, why: 'not-run', values, message: `The model could not be run: ${message}` };
  }
}

async function checkVectors({ encoder, pairs, signal }: Subject): Promise<CheckResult> {
  const vectors = [
    ...(await encoder.encodeImages(imagesOf(pairs.slice(0, 1)), { signal })),
    ...(await encoder.encodeTexts(textsOf(pairs.slice(0, 1)), { signal })),
  ];
  const { dimensions } = encoder;
  const lengths = vectors.map((vector) => Math.hypot(...vector));
  const deviation = Math.max(...lengths.map((length) => Math.abs(length - 1)));
  const rightSize = vectors.length === 2 && vectors.every((vector) => vector.length === dimensions);
  const passed = rightSize && deviation < 1e-3;
  const found = vectors.map(({ length }) => length).join(', ');
  return {
    passed,
    value: deviation,
    why: passed ? 'vectors-good' : 'vectors-bad',
    values: { dimensions, found },
    message: passed
      ? `Pictures and texts become vectors of ${dimensions} numbers and of length 1.`
      : `Vectors should have ${dimensions} numbers and length 1; they have ${found}. Export the model anew, with its projection.`,
  };
}

/** Weights in 8 bits are multiplied with inputs that are rounded by the largest of the batch, so their results depend on it a little. */
function leastAgreement({ encoder }: Subject): number {
  const { dtype } = encoder.manifest;
  return dtype === 'int8' || dtype === 'uint8' ? 0.97 : 0.999;
}

async function checkBatch(subject: Subject): Promise<CheckResult> {
  const { encoder, pairs, signal } = subject;
  const [first] = pairs as [Pair];
  const alone = [
    ...(await encoder.encodeImages([first.image], { signal })),
    ...(await encoder.encodeTexts([first.text], { signal })),
  ];
  const [image] = await encoder.encodeImages(imagesOf(pairs), { signal });
  const [text] = await encoder.encodeTexts(textsOf(pairs), { signal });
  const together = [image, text];
  const value = Math.min(...alone.map((vector, i) => dot(vector, together[i] as Float32Array)));
  return agreement('batch', value, leastAgreement(subject), {
    passed: 'A picture and a text give the same vector alone and among others',
    failed: 'The vector of a picture or a text depends on what else is worked on at the same time',
  });
}

async function checkPadding(subject: Subject): Promise<CheckResult> {
  const { encoder, pairs, signal } = subject;
  const short = pairs[0]?.text ?? '';
  const long = Array(6).fill(short).join(', ');
  const [alone] = (await encoder.encodeTexts([short], { signal })) as [Float32Array];
  const [, padded] = (await encoder.encodeTexts([long, short], { signal })) as [Float32Array, Float32Array];
  return agreement('padding', dot(alone, padded), leastAgreement(subject), {
    passed: 'A short text gives the same vector beside a long one',
    failed:
      'The vector of a short text changes beside a long one: padding is read as text. The model wants an attention mask or another padding token',
  });
}

function agreement(
  check: 'batch' | 'padding',
  value: number,
  least: number,
  texts: { passed: string; failed: string },
): CheckResult {
  const passed = value >= least;
  const cosine = value.toFixed(5);
  const message = `${passed ? texts.passed : texts.failed} (cosine ${cosine}, at least ${least} is asked for).`;
  return { passed, value, why: `${check}-${passed ? 'good' : 'bad'}`, values: { cosine, least }, message };
}

/** Above this two vectors are the same but for rounding. */
const same = 0.9995;

async function checkDistinct({ encoder, pairs, signal }: Subject): Promise<CheckResult> {
  const images = await encoder.encodeImages(imagesOf(pairs), { signal });
  const texts = await encoder.encodeTexts(textsOf(pairs), { signal });
  const value = Math.max(closest(images), closest(texts));
  const passed = value < same;
  const alike = closest(images) >= same ? 'pictures' : 'texts';
  return {
    passed,
    value,
    why: passed ? 'distinct-good' : `distinct-${alike}-same`,
    values: { cosine: value.toFixed(4) },
    message: passed
      ? `Unlike pictures and unlike texts have unlike vectors (highest cosine ${value.toFixed(4)}).`
      : `The vectors of unlike ${alike} are the same: the model does not see what it is given. Its files may be damaged, or prepared for in a wrong way (mean, deviation, token ids).`,
  };
}

/**
 * One confusion is forgiven: four of five captions at their own image, and at most one of the 120 ways to pair them better than the
 * right one. A model without any sense gets there in fewer than one of a hundred tries (the first alone: 21 of 5^5).
 */
async function checkMatch({ encoder, pairs, signal }: Subject): Promise<CheckResult> {
  const images = await encoder.encodeImages(imagesOf(pairs), { signal });
  const texts = await encoder.encodeTexts(textsOf(pairs), { signal });
  const table = texts.map((text) => images.map((image) => dot(text, image)));
  const nearest = table.filter((row, i) => row.indexOf(Math.max(...row)) === i).length;
  const { better, all } = pairings(table);
  const passed = better <= 1 && nearest >= pairs.length - 1;
  const found = `${nearest} of ${pairs.length} captions are nearest to their own picture, and ${better} of ${all} ways to pair them fit better than the right one`;
  return {
    passed,
    value: (better + 1) / all,
    why: passed ? 'match-good' : 'match-bad',
    values: { nearest, captions: pairs.length, better, all },
    message: passed
      ? `Captions match pictures: ${found}.`
      : `Captions do not match pictures: ${found}. The two towers may not be of one model, or pictures or texts are prepared in a wrong way; see model.json and the notes.`,
  };
}

/**
 * Over all ways to pair rows with columns: how many have a higher sum than the diagonal. Unlike a comparison of single cosines it does
 * not mind that some caption is near, or some image far from, everything.
 */
export function pairings(table: readonly (readonly number[])[]): { readonly better: number; readonly all: number } {
  const own = table.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  let better = 0;
  let all = 0;
  const walk = (row: number, used: number, sum: number): void => {
    if (row === table.length) {
      all++;
      if (sum > own + 1e-6) better++;
      return;
    }
    table[row]?.forEach((value, column) => {
      if ((used & (1 << column)) === 0) walk(row + 1, used | (1 << column), sum + value);
    });
  };
  walk(0, 0, 0);
  return { better, all };
}

const imagesOf = (pairs: readonly Pair[]) => pairs.map(({ image }) => image);
const textsOf = (pairs: readonly Pair[]) => pairs.map(({ text }) => text);

function closest(vectors: readonly Float32Array[]): number {
  return Math.max(...vectors.flatMap((one, i) => vectors.slice(i + 1).map((other) => dot(one, other))));
}
