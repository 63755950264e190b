/** Photos that people said show a product. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { Photo } from '../ui/photo.tsx';
import { notifyUndoable } from '../ui/undo.tsx';
import shared from './product.module.css';
import classes from './references.module.css';

export function References({ productId }: { productId: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data = [] } = useAnswer('search.references', { productId }, { fresh: true });
  if (data.length === 0) return null;
  const renew = (): void => outdate('search.references', 'search.lookUp');
  const remove = async (hash: string): Promise<void> => {
    try {
      const { operation } = await command('search.removeReference', { hash });
      renew();
      notifyUndoable(t('lookUp.referenceRemoved'), operation, renew);
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <section className={shared.section} aria-label={t('lookUp.references')}>
      <h3 className={shared.heading}>{t('lookUp.references')}</h3>
      <ul className={shared.strip}>
        {data.map(({ hash, name, addedAt, url }) => {
          const called = name === '' ? t('lookUp.photoOf', { date: format.date(addedAt) }) : name;
          return (
            <li key={hash} className={classes.reference}>
              <Photo fit="tile" className={shared.neighbourPhoto} src={url} alt={called} />
              <Tooltip label={t('lookUp.removeReference', { name: called })}>
                <ActionIcon
                  className={classes.removeReference}
                  variant="default"
                  size="sm"
                  aria-label={t('lookUp.removeReference', { name: called })}
                  onClick={() => void remove(hash)}
                >
                  <IconX size={13} />
                </ActionIcon>
              </Tooltip>
            </li>
          );
        })}
      </ul>
      <p className={shared.dates}>{t('lookUp.referencesHint')}</p>
    </section>
  );
}
