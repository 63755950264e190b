/** The product as it will be once the others have gone into it; what they bring along is marked. */
import type { DuplicateGroup, MergePreview } from '@contract';
import { Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './merge.module.css';

interface MergedProductProps {
  /** null while it is on its way. */
  readonly preview: MergePreview | null;
  readonly members: DuplicateGroup['members'];
}

export function MergedProduct({ preview, members }: MergedProductProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (preview === null) return <Skeleton className={classes.card ?? ''} height={360} radius="lg" />;
  const keeper = members.find((member) => member.id === preview.keeperId);
  const [first, ...others] = preview.photos;
  const gone = members.filter((member) => preview.productIds.includes(member.id));
  return (
    <section className={classes.card} aria-label={t('duplicates.result')}>
      <Photo fit="tile" className={classes.cardPhoto} src={first?.thumb ?? keeper?.image?.thumb} alt="" eager />
      {others.length === 0 ? null : (
        <ul className={classes.cardStrip} aria-label={t('product.photos')}>
          {others.slice(0, 6).map((photo) => (
            <li key={photo.imageId} className={classes.cardThumb} data-added={photo.added}>
              <Photo fit="tile" className={classes.thumbPhoto} src={photo.thumb} alt="" eager />
              {photo.added ? <IconPlus className={classes.added} size={11} stroke={3} aria-hidden /> : null}
            </li>
          ))}
        </ul>
      )}
      <h3 className={classes.cardTitle}>{preview.title.value}</h3>
      <p className={classes.cardSub}>
        {preview.price.value === null ? null : (
          <strong>{format.price(preview.price.value.amount, preview.price.value.currency)}</strong>
        )}
        <span>{keeper?.sku}</span>
      </p>
      {preview.description.value === '' ? null : <p className={classes.cardText}>{preview.description.value}</p>}
      <ul className={classes.cardTags} aria-label={t('product.tags')}>
        {preview.tags.map((tag) => (
          <li key={`${tag.group}:${tag.name}`} data-added={tag.added}>
            {tag.added ? '+ ' : ''}
            {tag.name}
          </li>
        ))}
      </ul>
      <p className={classes.gone}>
        {t('duplicates.goesInto', { skus: gone.map((member) => member.sku).join(', '), keeper: keeper?.sku ?? '' })}
      </p>
    </section>
  );
}
