/** Taking a product out of the catalog, and putting it back. Its files stay as they are; the source learns of it when one exports. */
import type { Product } from '@contract';
import { Button } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { runSearch } from '../state/results.ts';
import { notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './product.module.css';

type About = Pick<Product, 'id' | 'title'>;

function useRemoval({ id, title }: About) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const { data } = useAnswer('exchange.ofProduct', { productId: id }, { fresh: true });
  const renew = (): void => {
    outdate('catalog.', 'exchange.');
    void runSearch({ fresh: false });
  };
  const say = (removed: boolean): Promise<void> =>
    run(async () => {
      const { operation } = await command('exchange.setRemoved', { productIds: [id], removed, by: judgeName() });
      renew();
      const words = removed ? t('remove.removed', { count: 1 }) : t('remove.putBackDone', { title });
      notifyUndoable(words, operation, renew);
    });
  return { removed: data?.removed ?? null, busy, say };
}

/** What is said of a product that was taken out, in the place of what could be done with it. */
export function Removed({ product }: { product: About }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { removed, busy, say } = useRemoval(product);
  if (removed === null) return null;
  return (
    <div className={classes.removed} role="status">
      <span>{t('remove.note', { by: removed.by, when: format.since(removed.at) })}</span>
      <Button
        size="compact-sm"
        loading={busy}
        leftSection={<IconArrowBackUp size={15} />}
        onClick={() => void say(false)}
      >
        {t('remove.putBack')}
      </Button>
    </div>
  );
}

export function RemoveButton({ product }: { product: About }) {
  const { t } = useTranslation();
  const { removed, busy, say } = useRemoval(product);
  if (removed !== null) return null;
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      loading={busy}
      leftSection={<IconTrash size={15} />}
      onClick={() => void say(true)}
    >
      {t('remove.remove')}
    </Button>
  );
}
