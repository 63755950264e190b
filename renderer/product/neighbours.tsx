/** The products whose images and listings are closest to this one. */
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { openProduct } from '../state/product-address.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './product.module.css';

const wanted = 10;

export function Neighbours({ productId }: { productId: number }) {
  const { t } = useTranslation();
  const { data, isError } = useAnswer('search.run', {
    parts: [{ kind: 'product', productId }],
    limit: wanted + 1,
    cutoff: false,
    facets: false,
  });
  const hits = data?.hits.filter((hit) => hit.id !== productId).slice(0, wanted);
  if (isError || hits?.length === 0) return null;
  return (
    <section className={classes.section} aria-label={t('product.neighbours')}>
      <h3 className={classes.heading}>{t('product.neighbours')}</h3>
      <ul className={classes.strip}>
        {hits === undefined
          ? ['a', 'b', 'c', 'd', 'e'].map((key) => (
              <li key={key}>
                <Skeleton width={92} height={104} mb={21} radius="md" />
              </li>
            ))
          : hits.map((hit) => (
              <li key={hit.id}>
                <button
                  type="button"
                  className={classes.neighbour}
                  aria-label={hit.title}
                  title={hit.title}
                  onClick={() => openProduct(hit.id)}
                >
                  <Photo fit="tile" className={classes.neighbourPhoto} src={hit.image?.thumb} alt="" />
                </button>
              </li>
            ))}
      </ul>
    </section>
  );
}
