/** That a product seems to be listed a second time, and the way to the two. */
import { likelihoodOf } from '@contract';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useAnswer } from '../state/answers.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './listed-twice.module.css';
import shared from './product.module.css';

/** Variants are no second listings. */
const kinds = new Set(['exact', 'near', 'listing']);

export function ListedTwice({ productId }: { productId: number }) {
  const { t } = useTranslation();
  const { data } = useAnswer('duplicates.list', { productId, limit: 10 }, { fresh: true });
  const group = data?.groups.find(({ kind }) => kinds.has(kind));
  const pair = group?.pairs
    .filter(({ left, right, verdict }) => (left === productId || right === productId) && verdict === null)
    .sort((a, b) => b.probability - a.probability)[0];
  const otherId = pair === undefined ? undefined : pair.left === productId ? pair.right : pair.left;
  const other = group?.members.find(({ id }) => id === otherId);
  if (group === undefined || pair === undefined || other === undefined) return null;
  return (
    <section className={classes.twice} aria-label={t('product.listedTwice')}>
      <Photo fit="tile" className={classes.twicePhoto} src={other.image?.thumb} alt="" />
      <div className={classes.twiceText}>
        <strong>
          <IconCopy size={15} aria-hidden />
          {t('product.listedTwice')}
        </strong>
        <span>
          {t(`duplicates.likelihood.${likelihoodOf(group.probability)}`)}: {other.title}
        </span>
        <span className={shared.sku}>{other.sku}</span>
      </div>
      <Link className={classes.twiceLink} href={`/duplicates/${productId}-${other.id}`}>
        {t('product.comparePair')}
      </Link>
    </section>
  );
}
