/** `calibrate`: where a model runs on this machine, measured anew or as it was found the last time, as JSON. */
import type { Command } from 'commander';
import type { Calibration } from '../contract/encoders.ts';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import type { Progress } from './output.ts';

export interface CalibrateRequest {
  /** The one in use when left out. */
  readonly model?: string;
  /** Only what was found the last time. */
  readonly show: boolean;
}

const note = `
Each execution provider that this machine may have is tried on the model: first whether it gives what the processor gives, then how many pictures a
second it encodes by batch size. The fastest correct one is used from then on, by the app from its next start. docs/gpu.md says how to get more of them.`;

export function addCalibrate(program: Command, calibrate: (request: CalibrateRequest) => Promise<void>): void {
  program
    .command('calibrate')
    .description('measure where a model runs best on this machine, and use that')
    .option('--model <id>', 'the model; the one in use when left out')
    .option('--show', 'print what was found the last time and measure nothing', false)
    .addHelpText('after', note)
    .action(({ model, show }: { model?: string; show: boolean }) =>
      calibrate({ show, ...(model === undefined ? {} : { model }) }),
    );
}

/** @throws {AppError} `NOT_FOUND` when there is nothing to show; `CANCELLED`, `MODEL_*` */
export async function runCalibrate(
  client: Client,
  { model, show }: CalibrateRequest,
  progress: Progress,
  signal: AbortSignal,
): Promise<Calibration> {
  const params = model === undefined ? {} : { modelId: model };
  if (show) {
    const last = await client.call('encoders.calibration', params);
    if (last !== null) return last;
    throw new AppError('NOT_FOUND', 'This model was not measured on this machine yet. Leave --show out to measure it.');
  }
  const off = client.on('models.tasksChanged', (tasks) => {
    const task = tasks.find(({ kind, state }) => kind === 'calibrate' && state === 'running');
    if (task?.total) progress.show(`measure ${task.current ?? ''} ${task.done}/${task.total}`);
  });
  try {
    return await client.call('encoders.calibrate', params, { signal });
  } finally {
    off();
    progress.end();
  }
}
