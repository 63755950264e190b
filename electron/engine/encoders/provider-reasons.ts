/** Why a provider is not in use, in a sentence for the person at the machine, with what the provider itself said. */
import type { ProviderName } from '../../contract/encoders.ts';

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

/** Known messages of the providers and what they mean. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [
    /No supported adapters|Failed to get a WebGPU adapter/i,
    'no graphics card with a driver for Vulkan, Metal or Direct3D 12 was found',
  ],
  [/(lib\S+): cannot open shared object file/i, 'a file of NVIDIA is missing: $1'],
  [/no CUDA-capable device|CUDA failure 100/i, 'no NVIDIA card was found'],
  [/driver version is insufficient|CUDA failure 35/i, 'the driver of the NVIDIA card is too old'],
  [
    /out of memory|CUDA failure 2\b|DXGI_ERROR_OUT_OF|8007000E/i,
    'the graphics card has too little memory for this model',
  ],
  [/device (was )?lost|DXGI_ERROR_DEVICE|887A00/i, 'the driver of the graphics card stopped'],
];

export function couldNotStart(provider: ProviderName, message: string): string {
  return sentence(provider, 'could not be started', message);
}

export function couldNotRun(provider: ProviderName, message: string): string {
  return sentence(provider, 'could not run this model', message);
}

export function disagrees(provider: ProviderName, agreement: number): string {
  const figure = Number.isFinite(agreement) ? agreement.toFixed(4) : 'none';
  return `${titles[provider]} computes this model wrongly: its vectors agree with those of the processor to ${figure}, and ${leastAgreement} is needed.`;
}

export function crashed(provider: ProviderName): string {
  return `${titles[provider]} is left alone because Lookalike ended unexpectedly while it was at work. Bring the driver of the graphics card up to date, then measure again.`;
}

export function stoppedWorking(provider: ProviderName, message: string): string {
  return `${sentence(provider, 'stopped while it worked', message)} The processor took over; nothing was lost. Measure again to give it another chance.`;
}

function sentence(provider: ProviderName, what: string, message: string): string {
  const short = message.replace(/\s+/g, ' ').trim().slice(0, 400);
  for (const [pattern, meaning] of meanings) {
    const found = pattern.exec(short);
    if (found === null) continue;
    return `${titles[provider]} ${what}: ${meaning.replace('$1', found[1] ?? '')}. (${short})`;
  }
  return `${titles[provider]} ${what}. (${short})`;
}
