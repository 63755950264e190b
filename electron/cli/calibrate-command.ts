/** `calibrate`: where a model runs on this machine, measured anew or as it was found the last time, as JSON. */
import type { Command } from 'commander';
import type { Calibration } from '../contract/encoders.ts';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

const note = `
Each execution provider that this machine may have is tried on the model: first whether it gives what the processor gives, then how many pictures a
second it encodes by batch size. The fastest correct one is used from then on, by the app from its next start. docs/gpu.md says how to get more of them.`;

export function addCalibrate(program: Command, terminal: Terminal): void {
  program
    .command('calibrate')
    .description('measure where a model runs best on this machine, and use that')
    .option('--model <id>', 'the model; the one in use when left out')
    .option('--show', 'print what was found the last time and measure nothing', false)
    .addHelpText('after', note)
    .action(async ({ model, show }: { model?: string; show: boolean }) => {
      const [signal, progress] = [terminal.signal(), terminal.progress()];
      await terminal.print((client) =>
        show ? lastCalibration(client, model) : calibrate(client, model, progress, signal),
      );
    });
}

/** @throws {AppError} `NOT_FOUND` when there is nothing to show */
async function lastCalibration(client: Client, modelId: string | undefined): Promise<Calibration> {
  const last = await client.call('encoders.calibration', { modelId });
  if (last !== null) return last;
  throw new AppError('NOT_FOUND', 'This model was not measured on this machine yet. Leave --show out to measure it.');
}

async function calibrate(
  client: Client,
  modelId: string | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<Calibration> {
  const off = client.on('models.tasksChanged', (tasks) => {
    const task = tasks.find(({ kind, state }) => kind === 'calibrate' && state === 'running');
    if (task?.total) progress.show(`measure ${task.current ?? ''} ${task.done}/${task.total}`, task.done / task.total);
  });
  try {
    return await client.call('encoders.calibrate', { modelId }, { signal });
  } finally {
    off();
    progress.end();
  }
}
