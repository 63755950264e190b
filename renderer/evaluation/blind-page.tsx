/** Two rankings mixed into one list, so that a person picks what fits without knowing which ranking it came from. */
import type { MethodResult } from '@contract';
import { Button, TextInput } from '@mantine/core';
import { IconArrowsShuffle, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { Figure, Figures } from '../ui/figures.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Photo } from '../ui/photo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './blind-page.module.css';
import { RankerSelect, useRankerName } from './choices.tsx';
import shared from './evaluation.module.css';
import { usePValue } from './interval.tsx';

type Round = MethodResult<'evaluation.interleave'>;
type Winner = MethodResult<'evaluation.choose'>['winner'];

export function BlindPage() {
  const { t } = useTranslation();
  const [a, setA] = useState<string | null>('default');
  const [b, setB] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [round, setRound] = useState<Round | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [winner, setWinner] = useState<Winner | null>(null);
  const { busy, run } = useBusy();
  const tally = useAnswer('evaluation.interleavings', a === null || b === null ? null : { a, b });
  const rankers = useAnswer('evaluation.rankers', {});
  const onlyOne = (rankers.data?.filter(({ usable }) => usable).length ?? 2) < 2;
  const hint = onlyOne ? 'blindOnlyOne' : a !== null && a === b ? 'chooseOther' : 'blindHint';
  const ready = a !== null && b !== null && a !== b && text.trim() !== '';

  const start = (): Promise<void> =>
    run(async () => {
      if (a === null || b === null) return;
      setRound(await command('evaluation.interleave', { parts: [{ kind: 'text', text: text.trim() }], a, b }));
      setPicked(new Set());
      setWinner(null);
    });
  const finish = (): Promise<void> =>
    run(async () => {
      if (round === null) return;
      const choice = { id: round.id, productIds: [...picked], judge: judgeName() };
      setWinner((await command('evaluation.choose', choice)).winner);
      outdate('evaluation.interleavings');
    });
  const toggle = (id: number): void => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };

  return (
    <Page title={t('learning.tabs.blind')} lead={t('learning.blindLead')}>
      <form
        className={`${shared.panel} ${shared.controls}`}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void start();
        }}
      >
        <RankerSelect label={t('learning.a')} value={a} onChange={setA} />
        <RankerSelect label={t('learning.b')} value={b} onChange={setB} />
        <TextInput
          className={shared.grow ?? ''}
          label={t('learning.query')}
          value={text}
          maxLength={500}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" leftSection={<IconArrowsShuffle size={17} />} loading={busy} disabled={!ready}>
          {t('learning.mix')}
        </Button>
      </form>
      {tally.data === undefined || tally.data.rounds === 0 ? null : (
        <Tally tally={tally.data} a={a ?? ''} b={b ?? ''} />
      )}
      {round === null ? (
        <p className={shared.hint}>{t(`learning.${hint}`)}</p>
      ) : (
        <Section
          title={t('learning.pickAll')}
          aside={
            winner === null ? (
              <Button size="xs" loading={busy} disabled={picked.size === 0} onClick={() => void finish()}>
                {t('learning.finish', { count: picked.size })}
              </Button>
            ) : null
          }
        >
          {winner === null ? null : <Unveiled winner={winner} a={a ?? ''} b={b ?? ''} />}
          <ul className={classes.mixed}>
            {round.hits.map((hit) => (
              <li key={hit.id}>
                <button
                  type="button"
                  className={classes.mixedCard}
                  aria-pressed={picked.has(hit.id)}
                  aria-label={hit.title}
                  disabled={winner !== null}
                  onClick={() => toggle(hit.id)}
                >
                  <Photo fit="tile" className={classes.mixedPhoto} src={hit.image?.thumb} alt="" />
                  <span className={classes.mixedTitle}>{hit.title}</span>
                  {picked.has(hit.id) ? (
                    <span className={classes.mixedMark}>
                      <IconCheck size={14} stroke={3} aria-hidden />
                    </span>
                  ) : null}
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

function Unveiled({ winner, a, b }: { winner: Winner; a: string; b: string }) {
  const { t } = useTranslation();
  const name = useRankerName();
  return (
    <p className={classes.notice} role="status">
      {winner === 'tie' ? t('learning.blindTie') : t('learning.blindWinner', { name: name(winner === 'a' ? a : b) })}
    </p>
  );
}

function Tally({ tally, a, b }: { tally: MethodResult<'evaluation.interleavings'>; a: string; b: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useRankerName();
  const pValue = usePValue();
  return (
    <Section title={t('learning.soFar', { count: tally.rounds })}>
      <div className={shared.panel}>
        <Figures className={shared.figures}>
          <Figure name={name(a)} value={format.number(tally.aWins)} />
          <Figure name={name(b)} value={format.number(tally.bWins)} />
          <Figure name={t('learning.ties')} value={format.number(tally.ties)} />
          <Figure
            name={t('learning.pValue')}
            value={tally.pValue === null ? '–' : pValue(tally.pValue)}
            hint={t('learning.pHint')}
          />
        </Figures>
      </div>
    </Section>
  );
}
