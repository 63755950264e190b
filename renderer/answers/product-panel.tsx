/** Which product the message is about: this one, one of these, or none of ours. A person may say which. */
import type { Answer } from '@contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { chooseProduct } from '../state/answer-desk.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './answers.module.css';

export function ProductPanel({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const { product, about } = answer;
  const { verdict, by, candidates } = product;
  const others = candidates.filter((one) => one.product.id !== about);
  const main = candidates.find((one) => one.product.id === about);
  return (
    <section className={classes.panel} aria-label={t('answers.product')} data-verdict={verdict}>
      <h2 className={classes.band}>
        {by === 'chosen' ? t('answers.chosen') : t(`answers.verdicts.${verdict}`)}
        {by === null || by === 'chosen' ? null : <span className={classes.quiet}>{t(`answers.by.${by}`)}</span>}
      </h2>
      {main === undefined ? null : <Candidate candidate={main} isMain />}
      {others.length === 0 ? null : (
        <>
          {main === undefined ? null : <p className={classes.small}>{t('answers.orOther')}</p>}
          <ul className={classes.candidates}>
            {others.map((one) => (
              <li key={one.product.id}>
                <Candidate candidate={one} isMain={false} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface CandidateProps {
  readonly candidate: Answer['product']['candidates'][number];
  readonly isMain: boolean;
}

function Candidate({ candidate, isMain }: CandidateProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { product, probability, words } = candidate;
  const told = [
    product.sku,
    ...(product.price === null ? [] : [format.priceRange(product.price)]),
    ...(probability === null ? [] : [format.estimate(probability)]),
  ];
  return (
    <div className={classes.candidate} data-main={isMain}>
      <Photo fit="tile" className={classes.tile} src={product.image?.thumb} alt="" eager />
      <div className={classes.about}>
        <strong>{product.title}</strong>
        <span className={classes.quiet}>{told.join(' · ')}</span>
        {words.length === 0 || !isMain ? null : (
          <span className={classes.quiet}>{t('answers.said', { words: words.join(', ') })}</span>
        )}
      </div>
      {isMain ? (
        <Button size="xs" variant="default" onClick={() => navigate(`/product/${product.id}`)}>
          {t('answers.open')}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="default"
          aria-label={t('answers.chooseNamed', { title: product.title })}
          onClick={() => chooseProduct(product.id)}
        >
          {t('answers.choose')}
        </Button>
      )}
    </div>
  );
}
