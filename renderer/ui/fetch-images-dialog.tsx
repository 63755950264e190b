/** Asks before pictures are fetched from the web, and says from where and how much. */
import type { ErrorCode, WebHost, WebImagesOfSource } from '@contract';
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outdate } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { refreshJobs } from '../state/jobs.ts';
import classes from './confirm-dialog.module.css';
import { useBusy } from './use-busy.ts';
import { WebHosts } from './web-hosts.tsx';

interface FetchImagesDialogProps {
  readonly opened: boolean;
  /** Those whose pictures are fetched. */
  readonly sources: readonly WebImagesOfSource[];
  /** Only those that failed in this way, and how many they are. */
  readonly failed?: { readonly code: ErrorCode; readonly count: number };
  onClose(): void;
}

export function FetchImagesDialog(props: FetchImagesDialogProps) {
  const { t } = useTranslation();
  const { opened, sources, failed, onClose } = props;
  const count = failed?.count ?? sources.reduce((sum, { waiting }) => sum + waiting, 0);
  return (
    <Modal opened={opened} onClose={onClose} title={t('web.fetch', { count })}>
      {opened ? <Content {...props} count={count} /> : null}
    </Modal>
  );
}

function Content({ sources, failed, count, onClose }: FetchImagesDialogProps & { readonly count: number }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const [allowed, setAllowed] = useState<string[]>(sources.flatMap((source) => source.allowed));
  const hosts = failed === undefined ? hostsOf(sources) : refusedOf(sources);
  const waiting = sources.reduce((sum, source) => sum + source.bytes, 0);
  const start = (): Promise<void> =>
    run(async () => {
      for (const { sourceId } of sources) {
        const only = failed === undefined ? {} : { code: failed.code };
        await command('ingest.fetchImages', { sourceId, allowHosts: allowed, ...only });
      }
      outdate('ingest.webImages');
      await refreshJobs();
      onClose();
    });
  return (
    <>
      <WebHosts
        bytes={failed === undefined ? waiting : count * usualBytes}
        hosts={hosts}
        hostCount={failed === undefined ? Math.max(hosts.length, ...sources.map((one) => one.hostCount)) : hosts.length}
        allowed={allowed}
        onAllowed={setAllowed}
      />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={busy} onClick={() => void start()}>
          {t('web.start')}
        </Button>
      </div>
    </>
  );
}

/** What most pictures of shops have; where more is known the engine says it. */
const usualBytes = 250_000;

/** Those of several sources together, and those that turned out to be of the own network. */
function hostsOf(sources: readonly WebImagesOfSource[]): WebHost[] {
  const all = new Map<string, WebHost>();
  for (const { host, count, ownNetwork } of sources.flatMap((source) => [...source.hosts, ...refusedOf([source])])) {
    const before = all.get(host);
    all.set(host, { host, count: (before?.count ?? 0) + count, ownNetwork: ownNetwork || before?.ownNetwork === true });
  }
  return [...all.values()].sort((a, b) => b.count - a.count);
}

function refusedOf(sources: readonly WebImagesOfSource[]): WebHost[] {
  return [...new Map(sources.flatMap(({ refused }) => refused.map((one) => [one.host, one] as const))).values()].map(
    ({ host, count }) => ({ host, count, ownNetwork: true }),
  );
}
