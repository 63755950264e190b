/** What listings of a kind should have: proposed from what most of them have, and a person's to change. */
import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { ShareBar } from '../ui/share-bar.tsx';
import { notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { useCheckName, useKindName } from './check-name.ts';
import classes from './completeness.module.css';

export function Requirements({ kind }: { kind: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const checkName = useCheckName();
  const kindName = useKindName();
  const { busy, run } = useBusy();
  const { data } = useAnswer('completeness.rule', { kind });
  if (data === undefined) return <div role="status" aria-label={t('common.loading')} />;
  const renew = (): void => outdate('completeness.');
  const say = (required: string[] | null): void =>
    void run(async () => {
      const { operation } = await command('completeness.setRule', { kind, required, by: judgeName() });
      notifyUndoable(t('completeness.required'), operation, renew, kindName(kind));
      renew();
    });
  const required = data.fields.filter((field) => field.required).map(({ check }) => check);
  return (
    <>
      <p className={classes.explain}>{t('completeness.ruleText')}</p>
      <ul className={classes.products}>
        {data.fields.map(({ check, products, required: isRequired }) => (
          <li key={check} className={classes.field}>
            <Checkbox
              size="sm"
              label={checkName(check)}
              checked={isRequired}
              disabled={busy}
              onChange={() => say(isRequired ? required.filter((one) => one !== check) : [...required, check])}
            />
            <ShareBar share={products / data.products} width={140} />
            <span className={classes.counts}>
              {t('completeness.have', { have: format.number(products), products: format.number(data.products) })}
            </span>
          </li>
        ))}
      </ul>
      <div className={classes.answers}>
        <Button size="sm" variant="default" disabled={!data.own || busy} onClick={() => say(null)}>
          {t('completeness.proposal')}
        </Button>
        <span className={classes.hint}>{t(data.own ? 'completeness.isOwn' : 'completeness.isProposed')}</span>
      </div>
    </>
  );
}
