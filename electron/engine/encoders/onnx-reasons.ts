/**
 * What ONNX Runtime says of a file that it cannot open or run, as sentences for the person at the machine. It speaks English, in the words of
 * its own source files; the UI words the reason in its language, and what was said stays behind it.
 */
import { AppError } from '../../contract/errors.ts';

interface Meaning {
  readonly why: string;
  /** `$1` is what the pattern caught. */
  readonly text: string;
}

/** Messages of ONNX Runtime 1.30; what is not among them is told as it is. */
const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [
    /Unsupported model IR version|only \*guarantees\* support for models stamped with/,
    { why: 'onnx-newer', text: 'The file was made for a newer ONNX Runtime than this one. Take an older export of it' },
  ],
  [
    /External data path does not exist|File doesn't exist/,
    {
      why: 'onnx-weights',
      text: 'A file with weights that belongs to the model is missing. Get the whole folder again',
    },
  ],
  [
    /Protobuf parsing failed|does not have a graph|External initializer|External data|is not a graph input, initializer|Type Error:/,
    { why: 'onnx-damaged', text: 'The file is damaged or incomplete. Get it again' },
  ],
  [
    /(\S+?)(?:\(-?\d+\))? is not a registered function|No Op registered for (\S+)|No opset import for domain '?([^']+)|Could not find an implementation for (\S+?)\(/,
    {
      why: 'onnx-operator',
      text: 'The model uses the operator $1, which this ONNX Runtime does not have. Take another variant of it, such as fp32',
    },
  ],
  [
    /Failed to allocate memory|bad_alloc|bad allocation|out of memory/i,
    {
      why: 'onnx-memory',
      text: 'There is too little memory for this model. Take a smaller variant, or close other programs',
    },
  ],
  [
    /running Gather node.*out of data bounds/,
    {
      why: 'onnx-vocabulary',
      text: 'The tokenizer gives ids that the model does not have: tokenizer.json is of another model. Get the whole folder again',
    },
  ],
  [
    /invalid dimensions for input|Invalid rank for input|Unexpected input data type|missing in 'feeds'|Invalid Feed Input Name|Invalid Output Name|dimension mismatch/i,
    {
      why: 'onnx-inputs',
      text: 'The model wants other inputs than its model.json says. Correct that, or import its folder anew',
    },
  ],
  [
    /^Load model from|^Non-zero status code|ONNXRuntimeError/,
    { why: 'onnx-other', text: 'ONNX Runtime cannot run the model' },
  ],
];

const longest = 300;

/** The same failure with its meaning, where that is known; anything else as it was. */
export function explainOnnx(error: AppError): AppError {
  if (error.code !== 'MODEL_FAILED' || error.details?.why !== undefined) return error;
  for (const [pattern, { why, text }] of meanings) {
    const found = pattern.exec(error.message);
    if (found === null) continue;
    const said = shortened(error.message);
    const operator = found.slice(1).find((part) => part !== undefined) ?? '';
    const message = `${text.replace('$1', operator)}. (ONNX Runtime: ${said})`;
    return new AppError('MODEL_FAILED', message, { details: { ...error.details, why, said, operator }, cause: error });
  }
  return error;
}

/** Without the places in the source of ONNX Runtime, and without line breaks. */
function shortened(message: string): string {
  const plain = message
    .replaceAll(/\/onnxruntime_src\/\S+ [^\n]*?\) (?=[A-Z])/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.length <= longest ? plain : `${plain.slice(0, longest)} ...`;
}
