/** Downloads as tasks: begun, stopped, gone on with after a restart, and turned into an installed model at the end. */
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AppError, toAppError } from '../../contract/errors.ts';
import { type ModelManifest, modelManifestSchema } from '../../contract/model-manifest.ts';
import type { ModelTask, RegistryEntry } from '../../contract/models.ts';
import { download } from './download/download.ts';
import type { Hub } from './download/hub.ts';
import type { Retries } from './download/retries.ts';
import {
  bytesHere,
  bytesInAll,
  type DownloadState,
  discard,
  downloadFolder,
  listDownloads,
  readState,
} from './download/state.ts';
import { type FolderContents, inspectFolder } from './folder/inspect.ts';
import { checksumsOf, finishInstall, type InstallPlace } from './install.ts';
import { claim } from './places.ts';
import type { NewTask, TaskHandle } from './task-board.ts';

const idPrefix = 'download-';

export const downloadTaskId = (modelId: string): string => `${idPrefix}${modelId}`;
/** The id of the model, or undefined for a task that is no download. */
export const modelOfTask = (taskId: string): string | undefined =>
  taskId.startsWith(idPrefix) ? taskId.slice(idPrefix.length) : undefined;

export const newDownload = ({ id, name }: RegistryEntry): NewTask => ({
  ...{ id: downloadTaskId(id), kind: 'download', modelId: id, title: name, phase: 'ask', unit: 'steps' },
});

/** Whether it can be gone on with where it stopped: what was fetched stays in all other cases as well, if it was not refused. */
export const canGoOn = ({ code, details }: AppError): boolean =>
  code === 'CANCELLED' || code === 'DISK_FULL' || (code === 'NETWORK_FAILED' && details?.status === undefined);

/** @throws {AppError} what `download` and `finishInstall` throw; `CONFLICT` while another process has the download */
export async function fetchAndInstall(
  entry: RegistryEntry,
  hub: Hub,
  retries: Retries,
  place: InstallPlace,
  task: TaskHandle,
): Promise<ModelManifest> {
  const { modelsDir, free } = place;
  const folder = downloadFolder(modelsDir, entry.id);
  const release = await claim(folder.dir, entry.name);
  try {
    const fetched = await download({
      ...{ hub, entry, folder, signal: task.signal, retries, free },
      onProgress: (now) => task.update({ ...now, unit: now.phase === 'ask' ? 'steps' : 'bytes' }),
    });
    task.update({ phase: 'check', unit: 'steps', done: 0, total: null, current: null });
    const contents = await inspectFolder(folder.files, { id: entry.id, name: entry.name });
    const commit = (await readState(folder))?.commit ?? null;
    const [manifest, ...alternatives] = waysOf(contents).map((way) => completed(way, entry, commit));
    if (manifest === undefined) throw new AppError('INTERNAL', 'There is no way to feed the model.');
    await contents.source.placeFiles(contents.files);
    const known = new Map([...fetched].map(([name, sha256]) => [path.join(folder.files, ...name.split('/')), sha256]));
    const checksums = await checksumsOf(contents.source.folder, contents.files, known, task.signal);
    const found = { manifest, files: contents.files, alternatives: unlike(manifest, alternatives) };
    const installed = await finishInstall(contents.source.folder, found, checksums, place, task);
    await discard(folder);
    return installed;
  } catch (error) {
    const refused = ['MODEL_FAILED', 'MODEL_UNSUPPORTED', 'MODEL_DAMAGED'].includes(toAppError(error).code);
    if (refused) await discard(folder);
    throw error;
  } finally {
    await release();
  }
}

const waysOf = ({ manifest, alternatives }: FolderContents): ModelManifest[] => [manifest, ...alternatives];

/** Where the registry says how a model is fed, the other ways are the same one. */
const unlike = (first: ModelManifest, others: readonly ModelManifest[]): ModelManifest[] =>
  others.filter((other) => !isDeepStrictEqual(other, first));

/** What the registry knows goes before what was assumed about the files. */
function completed(manifest: ModelManifest, entry: RegistryEntry, commit: string | null): ModelManifest {
  const known = {
    licence: entry.licence.name,
    languages: entry.languages,
    dimensions: entry.dimensions,
    family: entry.family,
    source: { repository: entry.repository, revision: commit ?? entry.revision },
  };
  const whole = modelManifestSchema.safeParse(merged(merged(manifest, known), entry.manifest));
  if (whole.success) return whole.data;
  throw new AppError('INTERNAL', `The registry's entry for ${entry.id} does not make a model.json.`, {
    cause: whole.error,
  });
}

function merged(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  const plain = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!plain(base) || !plain(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(base[key], over[key])]));
}

/** The downloads of earlier days, as tasks that are paused. */
export async function pausedDownloads(modelsDir: string): Promise<ModelTask[]> {
  return Promise.all((await listDownloads(modelsDir)).map((state) => pausedTask(modelsDir, state)));
}

async function pausedTask(modelsDir: string, state: DownloadState): Promise<ModelTask> {
  return {
    ...newDownload(state.entry),
    ...{ state: 'paused', phase: 'download', unit: 'bytes', ratePerSecond: null, secondsLeft: null, current: null },
    done: await bytesHere(downloadFolder(modelsDir, state.entry.id), state),
    total: bytesInAll(state),
    error: state.error?.code === 'CANCELLED' ? null : state.error,
  };
}
