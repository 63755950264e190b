/** A customer's message on the left; the product, the facts with their sources and a reply on the right. */
import { Skeleton, Tabs } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswerDesk } from '../state/answer-desk.ts';
import { useAnswer } from '../state/answers.ts';
import { useLibrary } from '../state/library.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { Page } from '../ui/page.tsx';
import { Welcome } from '../ui/welcome.tsx';
import classes from './answers.module.css';
import { ApprovedList } from './approved-list.tsx';
import { DocumentsSection } from './documents-section.tsx';
import { DraftPanel } from './draft-panel.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { MessagePanel } from './message-panel.tsx';
import { PassageDialog } from './passage-dialog.tsx';
import { ProductPanel } from './product-panel.tsx';
import { WriterForm } from './writer-form.tsx';

export function AnswersPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  useEffect(() => {
    useAnswerDesk.setState({ isOpen: true });
    return () => useAnswerDesk.setState({ isOpen: false });
  }, []);
  if (info === null) return <Welcome />;
  return (
    <Page title={t('nav.answers')} lead={t('answers.lead')}>
      <div className={classes.desk}>
        <div className={classes.left}>
          <MessagePanel />
        </div>
        <Answered />
      </div>
      <Tabs defaultValue="documents" className={classes.tabs}>
        <Tabs.List>
          <Tabs.Tab value="documents">{t('answers.documents')}</Tabs.Tab>
          <Tabs.Tab value="approved">{t('answers.approvedAnswers')}</Tabs.Tab>
          <Tabs.Tab value="writer">{t('answers.writer')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="documents">
          <DocumentsSection />
        </Tabs.Panel>
        <Tabs.Panel value="approved">
          <ApprovedList />
        </Tabs.Panel>
        <Tabs.Panel value="writer">
          <WriterForm />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Answered() {
  const { t } = useTranslation();
  const asked = useAnswerDesk((state) => state.asked);
  const [passage, setPassage] = useState<number | null>(null);
  const { data: answer, error, refetch } = useAnswer('answers.ask', asked);
  if (asked === null) {
    return (
      <div className={classes.right}>
        <EmptyState icon={<IconMessageQuestion size={30} stroke={1.5} />} title={t('answers.emptyTitle')}>
          {t('answers.emptyText')}
        </EmptyState>
      </div>
    );
  }
  if (error !== null) return <Failure error={error} onAction={() => void refetch()} />;
  if (answer === undefined)
    return (
      <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} className={classes.right} />
    );
  return (
    <div className={classes.right}>
      <ProductPanel answer={answer} />
      <FactsPanel answer={answer} onOpen={setPassage} />
      <DraftPanel key={`${JSON.stringify(asked)}${answer.draft.text}`} answer={answer} asked={asked} />
      <PassageDialog passageId={passage} onClose={() => setPassage(null)} />
    </div>
  );
}
