/** Above the results of a search by one photo: whether that very product seems to be in the catalog already. */
import { Button } from '@mantine/core';
import { IconCopyCheck, IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { useQuery } from '../state/query.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './known-banner.module.css';

export function KnownBanner() {
  const { t } = useTranslation();
  const format = useFormat();
  const hash = useOnlyPhoto();
  // The results themselves say what is wrong when there is no answer.
  const check = useAnswer('duplicates.checkImage', hash === null ? null : { hash }, { fresh: true }).data;
  if (check === undefined) return null;
  const { best, threshold } = check;
  if (best === null || best.probability < threshold) {
    return (
      <section className={classes.banner} data-known={false} aria-live="polite" aria-label={t('duplicates.check')}>
        <IconSparkles size={17} stroke={1.7} aria-hidden />
        <span>
          {best === null
            ? t('duplicates.unknown')
            : t('duplicates.unknownNearest', { percent: format.percent(best.probability) })}
        </span>
      </section>
    );
  }
  const { product, probability, kind } = best;
  return (
    <section className={classes.banner} data-known aria-live="polite" aria-label={t('duplicates.check')}>
      <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" eager />
      <div className={classes.text}>
        <strong>
          <IconCopyCheck size={16} stroke={2} aria-hidden />
          {t('duplicates.known', { percent: format.percent(probability) })}
        </strong>
        <span className={classes.product}>
          {[
            product.title,
            product.price === null ? '' : format.price(product.price.amount, product.price.currency),
            product.sku,
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
        <span className={classes.how}>
          {t(`duplicates.knownAs.${kind}`)} {best.mirrored ? t('duplicates.mirrored') : null}
        </span>
      </div>
      <Button size="xs" variant="light" onClick={() => navigate(`/product/${product.id}`)}>
        {t('duplicates.openKnown')}
      </Button>
    </section>
  );
}

/** The image's hash when the question is one photo, wanted, and nothing else. */
function useOnlyPhoto(): string | null {
  return useQuery(({ parts, draft }) => {
    const [part] = parts;
    return parts.length === 1 && draft.length === 0 && part?.kind === 'image' && part.sign > 0 ? part.hash : null;
  });
}
