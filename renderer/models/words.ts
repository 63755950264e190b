/** Words for what models are made of, in the language of the UI. */
import { type ModelTask, type ProviderName, providerNames } from '@contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';

/** Proper names: the same in every language. */
export const providerTitles: Record<ProviderName, string> = {
  tensorrt: 'TensorRT',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
  webgpu: 'WebGPU',
  cpu: 'CPU',
};

/** "CPU × 2": two sessions side by side. */
export function placeTitle(provider: ProviderName, sessions: number): string {
  return sessions > 1 ? `${providerTitles[provider]} × ${sessions}` : providerTitles[provider];
}

const shownLanguages = 3;

/** "English, Chinese", or "45 languages" for more than fit. `all` names every one of them. */
export function useLanguages(): (tags: readonly string[]) => { short: string; all: string } {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const names = new Intl.DisplayNames(i18n.language, { type: 'language', fallback: 'code' });
  const nameOf = (tag: string): string => {
    // ISO 639-2: more languages than are worth naming.
    if (tag === 'mul') return t('models.manyLanguages');
    try {
      return names.of(tag) ?? tag;
    } catch {
      // Not a language tag: shown as it was written.
      return tag;
    }
  };
  return (tags) => {
    const all = tags.map(nameOf);
    const joined = all.join(t('models.comma'));
    const short = all.length > shownLanguages ? t('models.languages', { number: format.number(all.length) }) : joined;
    return { short, all: joined };
  };
}

/** What a model is good at: in the language of the UI where it is known, else as the list of models says it. */
export function useGoodAt(): (id: string, said: string | undefined) => string | undefined {
  const { t, i18n } = useTranslation();
  return (id, said) => {
    const key = id.replaceAll('.', '-');
    if (i18n.exists(`models.goodAt.${key}`)) return t(`models.goodAt.${key}` as 'models.goodAt.starter-v1');
    return said;
  };
}

/** Images per second with the digits that mean something. */
export function useSpeed(): (imagesPerSecond: number) => string {
  const format = useFormat();
  return (value) => format.decimal(value, value < 100 ? 1 : 0);
}

const checks = ['vectors', 'batch', 'padding', 'distinct', 'match'] as const;

/** What a task is at: the check of a test and the processor that is measured in words, a file by its name. */
export function useTaskStep(): (task: ModelTask) => string | null {
  const { t } = useTranslation();
  return ({ phase, current }) => {
    const check = checks.find((known) => known === current);
    if (phase === 'test' && check !== undefined) return t(`models.test.checks.${check}`);
    const provider = providerNames.find((known) => known === current);
    return phase === 'measure' && provider !== undefined ? providerTitles[provider] : current;
  };
}

const phases = ['ask', 'download', 'check', 'copy', 'test', 'measure', 'finish'] as const;

/** "Downloading · 120 MB of 600 MB · 8.2 MB per second · 1 min left". */
export function useTaskDetail(): (task: ModelTask) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (task) => {
    const phase = phases.find((known) => known === task.phase);
    const amount = (value: number): string => (task.unit === 'bytes' ? format.bytes(value) : format.number(value));
    const parts = [phase === undefined ? t('models.phases.ask') : t(`models.phases.${phase}`)];
    if (task.total !== null && task.total > 0) {
      parts.push(t('jobs.of', { done: amount(task.done), total: amount(task.total) }));
    }
    if (task.state !== 'running') return parts.join(' · ');
    if (task.unit === 'bytes' && task.ratePerSecond !== null && task.ratePerSecond > 0) {
      parts.push(t('jobs.rate', { rate: format.bytes(task.ratePerSecond) }));
    }
    if (task.secondsLeft !== null) parts.push(t('jobs.left', { time: format.duration(task.secondsLeft) }));
    return parts.join(' · ');
  };
}
