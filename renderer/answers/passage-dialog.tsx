/** A document of the shop, open at the passage that is cited. */
import { Modal, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { Failure } from '../ui/failure.tsx';
import classes from './answers.module.css';

interface PassageDialogProps {
  readonly passageId: number | null;
  onClose(): void;
}

export function PassageDialog({ passageId, onClose }: PassageDialogProps) {
  const { t } = useTranslation();
  const { data: document, error } = useAnswer('answers.document', passageId === null ? null : { passageId });
  return (
    <Modal opened={passageId !== null} onClose={onClose} title={document?.path ?? t('answers.documents')} size={720}>
      {error !== null ? (
        <Failure error={error} onAction={onClose} />
      ) : document === undefined ? (
        <Skeleton height={200} role="status" aria-label={t('common.loading')} />
      ) : (
        <div className={classes.document}>
          <p className={classes.quiet}>{document.file}</p>
          {document.passages.map(({ id, heading, text, line }) => (
            <article
              key={id}
              className={classes.passage}
              data-cited={id === passageId}
              ref={(element) => {
                if (id === passageId) element?.scrollIntoView({ block: 'center' });
              }}
            >
              <h3 className={classes.small}>
                {heading} <span className={classes.quiet}>{t('answers.line', { line })}</span>
              </h3>
              <p className={classes.passageText}>{text}</p>
            </article>
          ))}
        </div>
      )}
    </Modal>
  );
}
