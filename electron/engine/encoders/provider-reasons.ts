/** Why a provider is not in use, as a sentence for the person at the machine, with what the provider itself said. */
import type { ProviderName, ProviderReason } from '../../contract/encoders.ts';

/** Lowest cosine to the vectors of the CPU with which a provider counts as correct. */
export const leastAgreement = 0.999;

const titles: Record<ProviderName, string> = {
  tensorrt: 'TensorRT',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
  webgpu: 'WebGPU',
  cpu: 'The processor',
};

type Cause = NonNullable<ProviderReason['cause']>;

/** Known messages of the providers and what they mean. */
const meanings: readonly (readonly [RegExp, Cause, string])[] = [
  [
    /No supported adapters|Failed to get a WebGPU adapter/i,
    'no-card',
    'no graphics card with a driver for Vulkan, Metal or Direct3D 12 was found',
  ],
  [/(lib\S+): cannot open shared object file/i, 'nvidia-file', 'a file of NVIDIA is missing: $1'],
  [/no CUDA-capable device|CUDA failure 100/i, 'no-nvidia', 'no NVIDIA card was found'],
  [/driver version is insufficient|CUDA failure 35/i, 'old-driver', 'the driver of the NVIDIA card is too old'],
  [
    /out of memory|CUDA failure 2\b|DXGI_ERROR_OUT_OF|8007000E/i,
    'no-memory',
    'the graphics card has too little memory for this model',
  ],
  [/device (was )?lost|DXGI_ERROR_DEVICE|887A00/i, 'driver-stopped', 'the driver of the graphics card stopped'],
  [/^It gave no answer for (\d+) s/, 'no-answer', 'it gave no answer for $1 seconds'],
];

export function couldNotStart(provider: ProviderName, message: string): ProviderReason {
  return failed(provider, 'no-start', 'could not be started', message);
}

export function couldNotRun(provider: ProviderName, message: string): ProviderReason {
  return failed(provider, 'no-run', 'could not run this model', message);
}

export function stoppedWorking(provider: ProviderName, message: string): ProviderReason {
  const reason = failed(provider, 'stopped', 'stopped while it worked', message);
  return {
    ...reason,
    message: `${reason.message} The processor took over; nothing was lost. Measure again to give it another chance.`,
  };
}

export function disagrees(provider: ProviderName, agreement: number): ProviderReason {
  const figure = Number.isFinite(agreement) ? agreement.toFixed(4) : 'none';
  const message = `${titles[provider]} computes this model wrongly: its vectors agree with those of the processor to ${figure}, and ${leastAgreement} is needed.`;
  return plain(provider, 'wrong', message, { agreement: figure, least: leastAgreement });
}

export function crashed(provider: ProviderName): ProviderReason {
  const message = `${titles[provider]} is left alone because Lookalike ended unexpectedly while it was at work. Bring the driver of the graphics card up to date, then measure again.`;
  return plain(provider, 'crashed', message);
}

export function withoutVulkan(provider: ProviderName, library: string): ProviderReason {
  const message = `Vulkan, which WebGPU needs, is not installed on this machine (${library}); docs/gpu.md says what to check.`;
  return plain(provider, 'no-vulkan', message, { file: library });
}

export function withoutFiles(provider: ProviderName, absent: readonly string[]): ProviderReason {
  const files = absent.join(', ');
  const message = `The files of ONNX Runtime for NVIDIA cards are not installed (${files}); docs/gpu.md says how to get them.`;
  return plain(provider, 'no-files', message, { files });
}

export function withoutDriver(provider: ProviderName): ProviderReason {
  return plain(provider, 'no-driver', 'No driver for an NVIDIA card is running on this machine.');
}

function plain(
  provider: ProviderName,
  why: ProviderReason['why'],
  message: string,
  values: ProviderReason['values'] = {},
): ProviderReason {
  return { provider, why, values, cause: null, technical: null, message };
}

function failed(provider: ProviderName, why: ProviderReason['why'], what: string, said: string): ProviderReason {
  const technical = said.replace(/\s+/g, ' ').trim().slice(0, 400);
  for (const [pattern, cause, meaning] of meanings) {
    const found = pattern.exec(technical);
    if (found === null) continue;
    const detail = found[1] ?? '';
    const message = `${titles[provider]} ${what}: ${meaning.replace('$1', detail)}. (${technical})`;
    return { provider, why, values: { detail }, cause, technical, message };
  }
  return { provider, why, values: {}, cause: null, technical, message: `${titles[provider]} ${what}. (${technical})` };
}
