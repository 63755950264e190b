/** What is asked, and what is known of it with its source; what is not known, and where sources disagree. */
import { type Answer, type Fact, type QuestionKind, questionKinds } from '@contract';
import { Button, Chip } from '@mantine/core';
import { IconFileText, IconListDetails, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { chooseKinds } from '../state/answer-desk.ts';
import { useGroupName } from '../ui/group-name.ts';
import { Notice } from '../ui/notice.tsx';
import classes from './answers.module.css';

interface FactsPanelProps {
  readonly answer: Answer;
  onOpen(passageId: number): void;
}

export function FactsPanel({ answer, onOpen }: FactsPanelProps) {
  const { t } = useTranslation();
  const { questions, contradictions } = answer;
  const kinds = questions.map(({ kind }) => kind);
  return (
    <section className={classes.panel} aria-label={t('answers.facts')}>
      <fieldset className={classes.kinds}>
        <legend className={classes.small}>{t('answers.asked')}</legend>
        <Chip.Group multiple value={kinds} onChange={(chosen) => chooseKinds(chosen as QuestionKind[])}>
          {questionKinds.map((kind) => (
            <Chip key={kind} value={kind} size="xs">
              {t(`answers.kinds.${kind}`)}
            </Chip>
          ))}
        </Chip.Group>
      </fieldset>
      {questions.length === 0 ? <p className={classes.quiet}>{t('answers.noQuestion')}</p> : null}
      {questions.map(({ kind, wanted }) => (
        <div key={kind} className={classes.question}>
          <h3 className={classes.kind}>
            {t(`answers.kinds.${kind}`)}
            {wanted.length === 0 ? null : <span className={classes.quiet}>{wanted.join(', ')}</span>}
          </h3>
          <FactList answer={answer} kind={kind} onOpen={onOpen} />
          {contradictions
            .filter((one) => one.kind === kind)
            .map(({ sides }) => (
              <Notice key={kind}>
                {t('answers.contradiction', { sides: sides.map(({ says }) => `“${says}”`).join(' – ') })}
              </Notice>
            ))}
        </div>
      ))}
    </section>
  );
}

function FactList({ answer, kind, onOpen }: FactsPanelProps & { readonly kind: QuestionKind }) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const facts = answer.facts.filter(({ question }) => question === kind);
  const unknown = answer.unknown.filter((one) => one.kind === kind);
  const waits = answer.about === null && facts.length === 0 && answer.product.verdict === 'few';
  return (
    <ul className={classes.facts}>
      {facts.map((fact) => (
        <li key={fact.id} className={classes.fact}>
          <span>
            {fact.name === '' || fact.source.kind === 'search' ? null : <b>{nameOf(fact)}: </b>}
            {fact.value}
          </span>
          <Source fact={fact} onOpen={onOpen} />
        </li>
      ))}
      {unknown.map(({ about }) => (
        <li key={about} className={classes.unknown}>
          {waits
            ? t('answers.chooseFirst')
            : about === ''
              ? t('answers.unknown')
              : t('answers.unknownAbout', { about })}
        </li>
      ))}
    </ul>
  );
}

function useNameOf(): (fact: Fact) => string {
  const { t } = useTranslation();
  const groupName = useGroupName();
  return ({ name, source }) => {
    if (name === 'usual price') return t('answers.usualPrice');
    return source.kind === 'listing' && source.field === 'tags' ? groupName(name) : name;
  };
}

function Source({ fact, onOpen }: { fact: Fact; onOpen(passageId: number): void }) {
  const { t } = useTranslation();
  const { source } = fact;
  if (source.kind === 'document') {
    const { passageId, document, line, heading } = source;
    return (
      <Button
        className={classes.source ?? ''}
        size="compact-xs"
        variant="subtle"
        leftSection={<IconFileText size={13} />}
        title={heading}
        onClick={() => onOpen(passageId)}
      >
        {t('answers.fromDocument', { document, line })}
      </Button>
    );
  }
  const Icon = source.kind === 'listing' ? IconListDetails : IconSearch;
  return (
    <span className={classes.source}>
      <Icon size={13} aria-hidden />
      {source.kind === 'listing'
        ? t(`answers.fields.${source.field}`)
        : t('answers.fromSearch', { asked: source.asked })}
    </span>
  );
}
