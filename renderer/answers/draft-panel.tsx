/** The reply: made of the facts, edited by a person, copied with one key, approved as an example. */
import type { Answer, ReplyLanguage, Written } from '@contract';
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconSparkles, IconThumbUp } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AskParams, chooseLanguage, useWriter } from '../state/answer-desk.ts';
import { ask, command } from '../state/engine.ts';
import { notifyDone } from '../state/notify.tsx';
import { useActions } from '../ui/actions.ts';
import { KeyButton } from '../ui/key-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { answerActions } from './actions.ts';
import classes from './answers.module.css';

interface DraftPanelProps {
  readonly answer: Answer;
  readonly asked: AskParams;
}

export function DraftPanel({ answer, asked }: DraftPanelProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(answer.draft.text);
  const [written, setWritten] = useState<Written | null>(null);
  const writer = useWriter();
  const clipboard = useClipboard({ timeout: 1600 });
  const { busy, run } = useBusy();
  const copy = (): void => clipboard.copy(text);
  const { copy: copyAction } = useActions(answerActions, { copy });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    copy();
  };
  const write = (): Promise<void> =>
    run(async () => {
      const { address, model, beyondThisMachine } = writer;
      const own = await ask('answers.write', { ...asked, writer: { address, model, beyondThisMachine } });
      setWritten(own);
      if (own.accepted) setText(own.text);
    });
  const approve = (): Promise<void> =>
    run(async () => {
      await command('answers.approve', { ...asked, reply: text });
      notifyDone(t('answers.approved'), t('answers.approveHint'));
    });
  return (
    <section className={classes.panel} aria-label={t('answers.reply')}>
      <div className={classes.row}>
        <h2 className={classes.band}>{t('answers.reply')}</h2>
        <span className={classes.quiet}>{t(`answers.drafted.${answer.draft.by}`)}</span>
        <span className={classes.grow} />
        <SegmentedControl
          size="xs"
          aria-label={t('answers.replyLanguage')}
          value={answer.language}
          data={[
            { value: 'en', label: 'English' },
            { value: 'zh', label: '中文' },
          ]}
          onChange={(language) => chooseLanguage(language as ReplyLanguage)}
        />
      </div>
      <Textarea
        aria-label={t('answers.reply')}
        autosize
        minRows={6}
        maxRows={20}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {written === null || written.accepted ? null : (
        <Notice>
          {t('answers.refused', {
            words: written.ungrounded.map(({ words, why }) => `“${words}” (${t(`answers.why.${why}`)})`).join(', '),
          })}
        </Notice>
      )}
      <div className={classes.row}>
        <KeyButton action={copyAction} disabled={text.trim() === ''}>
          {clipboard.copied ? t('common.copied') : t('answers.copy')}
        </KeyButton>
        <Button
          variant="default"
          leftSection={<IconThumbUp size={16} />}
          disabled={text.trim() === '' || busy || (asked.text ?? '').trim() === ''}
          title={t('answers.approveHint')}
          onClick={() => void approve()}
        >
          {t('answers.approve')}
        </Button>
        {!writer.on || writer.model === '' ? null : (
          <Button
            variant="default"
            leftSection={<IconSparkles size={16} />}
            loading={busy}
            onClick={() => void write()}
          >
            {t('answers.write')}
          </Button>
        )}
      </div>
      {answer.examples.length === 0 ? null : <Examples examples={answer.examples} onTake={setText} />}
    </section>
  );
}

function Examples({ examples, onTake }: { examples: Answer['examples']; onTake(text: string): void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.samples}>
      <h3 className={classes.small}>{t('answers.examples')}</h3>
      {examples.map(({ id, message, reply }) => (
        <button
          key={id}
          type="button"
          className={classes.sample}
          title={t('answers.takeExample')}
          onClick={() => onTake(reply)}
        >
          <span className={classes.quiet}>{message}</span>
          <span>{reply}</span>
        </button>
      ))}
    </div>
  );
}
