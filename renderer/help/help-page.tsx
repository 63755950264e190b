/** Help: a page for each page of the application, with pictures of it, and a search through all of them. */
import { Button, Skeleton, TextInput } from '@mantine/core';
import { IconArrowRight, IconKeyboard, IconMap2, IconSearch, IconZoomQuestion } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { openTour } from '../state/tour.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { highlight } from '../ui/highlight.ts';
import { openKeysDialog } from '../ui/keys-dialog.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { findHelp } from './find-help.ts';
import classes from './help.module.css';
import { HelpPicture } from './help-picture.tsx';
import { type Block, type HelpTexts, type HelpTopic, pageOfTopic, type TopicId, topicIds } from './topic.ts';
import { useHelpTexts } from './use-texts.ts';

interface HelpPageProps {
  readonly topic?: string | undefined;
  readonly section?: string | undefined;
}

export function HelpPage({ topic, section }: HelpPageProps) {
  const { t } = useTranslation();
  const texts = useHelpTexts();
  const [query, setQuery] = useState('');
  const known = topicIds.find((id) => id === topic);
  const scrolled = useRef<HTMLDivElement>(null);
  const ready = texts !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top
  useEffect(() => {
    if (!ready) return;
    const target = section === undefined ? null : document.getElementById(`help-${section}`);
    if (target === null) scrolled.current?.scrollTo({ top: 0 });
    else target.scrollIntoView();
  }, [ready, topic, section]);
  return (
    <div className={classes.page}>
      <div className={classes.side}>
        <TextInput
          role="searchbox"
          aria-label={t('help.find')}
          placeholder={t('help.find')}
          leftSection={<IconSearch size={16} stroke={1.7} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setQuery('');
          }}
        />
        <nav aria-label={t('help.topics')}>
          <ul className={classes.topics}>
            {topicIds.map((id) => (
              <li key={id}>
                <Link
                  href={`/help/${id}`}
                  className={classes.topic}
                  aria-current={id === known && query === '' ? 'page' : undefined}
                  onClick={() => setQuery('')}
                >
                  {texts?.[id].title ?? ''}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <Button
          variant="subtle"
          color="gray"
          justify="flex-start"
          leftSection={<IconKeyboard size={17} stroke={1.7} />}
          onClick={openKeysDialog}
        >
          {t('keys.title')}
        </Button>
      </div>
      <div className={classes.scroll} ref={scrolled}>
        <article className={classes.column}>
          {texts === undefined ? (
            <Skeleton height={200} radius="lg" role="status" aria-label={t('common.loading')} />
          ) : query.trim() !== '' ? (
            <Results texts={texts} query={query} onOpen={() => setQuery('')} />
          ) : known === undefined ? (
            <Overview texts={texts} />
          ) : (
            <Topic id={known} topic={texts[known]} />
          )}
        </article>
      </div>
    </div>
  );
}

function Overview({ texts }: { texts: HelpTexts }) {
  const { t } = useTranslation();
  return (
    <>
      <h1 className={classes.title}>{t('nav.help')}</h1>
      <p className={classes.lead}>{t('help.lead')}</p>
      <TourAgain />
      <ul className={classes.cards}>
        {topicIds.map((id) => (
          <li key={id}>
            <Link href={`/help/${id}`} className={classes.card}>
              <strong>{texts[id].title}</strong>
              <span>{texts[id].how[0]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The tour works on what was planted in the sample catalog. */
function TourAgain() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const sample = useLibrary((state) => state.info?.sample === true);
  const begin = (): void => void openTour().then(() => navigate('/'), notifyError);
  return (
    <div className={classes.tour}>
      <span>{t(sample ? 'help.tour' : 'help.tourElsewhere')}</span>
      {sample ? (
        <Button size="xs" variant="light" leftSection={<IconMap2 size={15} />} onClick={begin}>
          {t('help.openTour')}
        </Button>
      ) : null}
    </div>
  );
}

function Topic({ id, topic }: { id: TopicId; topic: HelpTopic }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return (
    <>
      <header className={classes.header}>
        <h1 className={classes.title}>{topic.title}</h1>
        <Button
          size="xs"
          variant="light"
          rightSection={<IconArrowRight size={15} />}
          onClick={() => navigate(pageOfTopic[id])}
        >
          {t('help.open')}
        </Button>
      </header>
      <section className={classes.how} aria-label={t('help.how')}>
        <ol className={classes.sentences}>
          {topic.how.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </section>
      {topic.sections.map(({ id: section, title, body }) => (
        <section key={section} id={`help-${section}`} className={classes.section} aria-label={title}>
          <h2>{title}</h2>
          {body.map((block) => (
            <BlockView key={JSON.stringify(block)} block={block} />
          ))}
        </section>
      ))}
    </>
  );
}

function BlockView({ block }: { block: Block }) {
  if (typeof block === 'string') {
    return (
      <p>
        <RichText>{block}</RichText>
      </p>
    );
  }
  if ('steps' in block) {
    return (
      <ol>
        {block.steps.map((step) => (
          <li key={step}>
            <RichText>{step}</RichText>
          </li>
        ))}
      </ol>
    );
  }
  return <HelpPicture name={block.picture} shows={block.shows} />;
}

function Results({ texts, query, onOpen }: { texts: HelpTexts; query: string; onOpen(): void }) {
  const { t } = useTranslation();
  const found = findHelp(texts, query);
  if (found.length === 0) {
    return (
      <EmptyState icon={<IconZoomQuestion size={30} stroke={1.5} />} title={t('help.none')}>
        {t('help.noneText')}
      </EmptyState>
    );
  }
  return (
    <>
      <h1 className={classes.title}>{t('nav.help')}</h1>
      <p className={classes.lead} role="status">
        {t('help.found', { count: found.length })}
      </p>
      <ul className={classes.results}>
        {found.map(({ topic, section, snippet, ranges }) => (
          <li key={`${topic}/${section?.id}`}>
            <Link
              href={section === null ? `/help/${topic}` : `/help/${topic}/${section.id}`}
              className={classes.result}
              onClick={onOpen}
            >
              <strong>{[texts[topic].title, section?.title ?? t('help.how')].join(' · ')}</strong>
              <span>
                {highlight(snippet, ranges).map(({ start, text, marked }) =>
                  marked ? <mark key={start}>{text}</mark> : <span key={start}>{text}</span>,
                )}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
