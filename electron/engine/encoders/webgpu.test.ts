/**
 * The WebGPU provider for real, on a graphics card made of software: slow, but the same code of ONNX Runtime, Dawn and Vulkan as on a
 * card. Each test has a process of its own, since Vulkan chooses its driver when a process starts, and a crash is one of the outcomes.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Calibration, EncodersInfo } from '../../contract/encoders.ts';
import type { ProviderOutcome } from './providers.ts';
import { softwareGpuEnv } from './testing/software-gpu.ts';

const env = softwareGpuEnv();
if (env === null) {
  console.warn('Skipped: the WebGPU provider. There is no Chromium with vk_swiftshader_icd.json on this machine.');
}

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lookalike-webgpu-'));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function run<T>(scenario: string, folder = newFolder()): Promise<T> {
  const script = join(import.meta.dirname, 'testing/webgpu-scenarios.ts');
  const options = { env: { ...process.env, ...env } };
  const { stdout } = await promisify(execFile)(process.execPath, [script, scenario, folder], options);
  return JSON.parse(stdout) as T;
}

const trialsOf = ({ trials }: Calibration) => Object.fromEntries(trials.map((trial) => [trial.provider, trial]));

describe.skipIf(env === null)('WebGPU on a software graphics card', () => {
  it('gives the vectors of the CPU for the starter model', async () => {
    const { agreement } = await run<{ agreement: number }>('starter');
    expect(agreement).toBeGreaterThan(0.99999);
  });

  it('is measured, found right and slower, and the CPU is kept, at the next start too', async () => {
    const { calibration, steps, info } = await run<{
      calibration: Calibration;
      steps: { phase: string; done: number; total: number; current: string }[];
      info: EncodersInfo;
    }>('calibrate');
    expect(calibration).toMatchObject({ modelId: 'test-clip', provider: 'cpu' });
    const { webgpu } = trialsOf(calibration);
    const cpu = calibration.trials.find(({ state }) => state === 'chosen');
    expect(cpu).toMatchObject({ provider: 'cpu', sessions: calibration.sessions, reason: null });
    expect(webgpu).toMatchObject({ state: 'slower', reason: null });
    expect(webgpu?.agreement).toBeGreaterThan(0.9999);
    expect(webgpu?.speeds[0]?.picturesPerSecond).toBeLessThan(calibration.picturesPerSecond);
    expect(cpu?.speeds.find(({ batchSize }) => batchSize === calibration.batchSize)).toEqual({
      batchSize: calibration.batchSize,
      picturesPerSecond: calibration.picturesPerSecond,
    });
    expect(steps.map(({ current }) => current)).toEqual(expect.arrayContaining(['cpu', 'webgpu']));
    expect(steps.map(({ done }) => done)).toEqual(steps.map(({ done }) => done).toSorted((a, b) => a - b));
    expect(steps.map(({ done, total }) => done / total).indexOf(1)).toBe(steps.length - 1);
    expect(info).toMatchObject({ provider: 'cpu', batchSize: calibration.batchSize, reason: null, calibration });
  });

  it('has runs of several sessions one after the other, and pads them without a trace', async () => {
    const { lengths, agreement } = await run<{ lengths: number[]; agreement: number }>('overlap');
    expect(lengths).toEqual([1, 2, 3, 4, 3, 1, 2, 3, 4, 3]);
    expect(agreement).toBeGreaterThan(0.9999);
  });

  it('is refused, with the figure, for a model that it computes otherwise than the CPU', async () => {
    const calibration = await run<Calibration>('imprecise');
    const { webgpu } = trialsOf(calibration);
    expect(calibration.provider).toBe('cpu');
    expect(webgpu).toMatchObject({ state: 'refused', speeds: [] });
    expect(webgpu?.agreement).toBeLessThan(0.999);
    expect(webgpu?.reason?.message).toContain(webgpu?.agreement?.toFixed(4));
  });

  it('is refused for a model that it cannot run, and left for the CPU without losing a picture when it fails in use', async () => {
    const { refused, before, after, next, states, lengths, agreement } = await run<{
      refused: Calibration;
      before: EncodersInfo;
      after: EncodersInfo;
      next: EncodersInfo;
      states: EncodersInfo[];
      lengths: number[];
      agreement: number;
    }>('fails');
    expect(trialsOf(refused).webgpu).toMatchObject({
      state: 'refused',
      reason: { why: 'no-run', technical: expect.stringMatching(/ConvTranspose/) },
    });
    expect(before).toMatchObject({ provider: 'webgpu', batchSize: 4 });
    expect(lengths).toEqual([19, 3]);
    expect(agreement).toBeGreaterThan(0.9999);
    const message = expect.stringMatching(/^WebGPU stopped while it worked.*ConvTranspose.*nothing was lost/);
    const why = expect.objectContaining({ why: 'stopped', message });
    expect(after).toMatchObject({ state: 'ready', provider: 'cpu', reason: why });
    expect(states.filter(({ reason }) => reason !== null)[0]).toMatchObject({ provider: 'cpu', reason: why });
    expect(next).toMatchObject({ provider: 'cpu', reason: why, calibration: { provider: 'cpu' } });
  });

  it('is refused when it does not answer, and nothing waits for it', async () => {
    const { calibration, vectors, agreement, outcome } = await run<{
      calibration: Calibration;
      vectors: number;
      agreement: number;
      outcome: ProviderOutcome;
    }>('silent');
    expect(trialsOf(calibration).webgpu).toMatchObject({
      state: 'refused',
      reason: { cause: 'no-answer' },
    });
    expect(calibration.provider).toBe('cpu');
    expect(vectors).toBe(1);
    expect(agreement).toBeGreaterThan(0.9999);
    expect(outcome).toMatchObject({ provider: 'cpu', reason: { cause: 'no-answer' } });
  });

  it('is not tried again by itself after the process died over it, only when someone asks', async () => {
    const folder = newFolder();
    await expect(run('crash', folder)).rejects.toMatchObject({ signal: 'SIGKILL' });
    const { byItself, asked } = await run<{ byItself: Calibration; asked: Calibration }>('afterCrash', folder);
    expect(trialsOf(byItself).webgpu).toMatchObject({
      state: 'refused',
      reason: { why: 'crashed' },
      loadMs: null,
    });
    expect(trialsOf(asked).webgpu).toMatchObject({ state: 'slower', reason: null });
  });
});
