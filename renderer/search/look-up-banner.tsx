/** Above the results of a search by one photo: which product it likely shows, or that the catalog does not have it. */
import { type LookUpResult, leadingOf } from '@contract';
import { Button, Loader } from '@mantine/core';
import { IconCheck, IconColumns2, IconCopyCheck, IconPhotoSearch, IconSparkles } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { compare } from '../state/comparison.ts';
import { useQuery } from '../state/query.ts';
import { Photo } from '../ui/photo.tsx';
import { confirmPhoto, onlyPhotoOf, removeReference } from './confirm-photo.ts';
import { useLeading } from './leading.ts';
import classes from './look-up-banner.module.css';

type LookUpCandidate = LookUpResult['candidates'][number];

export function LookUpBanner() {
  const hash = useQuery(onlyPhotoOf);
  // The results themselves say what is wrong when there is no answer.
  const checked = useAnswer('duplicates.checkImage', hash === null ? null : { hash }, { fresh: true });
  const looked = useAnswer('search.lookUp', hash === null ? null : { hash }, { fresh: true });
  const { data: copy } = checked;
  const { data: lookUp } = looked;
  const codes = useAnswer('search.barcodes', hash === null ? null : { hash }, { fresh: true }).data;
  useLeading(hash, lookUp === undefined ? [] : idsOf(leadingOf(lookUp)));
  if (hash === null || checked.isError || looked.isError) return null;
  if (copy === undefined || lookUp === undefined) return <Looking />;
  const { best } = copy;
  if (best !== null && best.kind !== 'listing') return <CopyOf best={best} />;
  // A barcode has said for certain what the look of the photo could only make likely.
  const isNumbered = codes?.some(({ products }) => products.length > 0) === true;
  return isNumbered && lookUp.saidToBe === null ? null : <Likeliest hash={hash} lookUp={lookUp} />;
}

/** Holds the place of the answer, so that the results do not move under the pointer. */
function Looking() {
  const { t } = useTranslation();
  return (
    <div className={classes.banner} data-known={false} data-kind="looking">
      <Loader size={16} aria-hidden />
      <span className={classes.how}>{t('lookUp.looking')}</span>
    </div>
  );
}

interface BannerProps {
  readonly kind: 'copy' | 'said' | LookUpResult['verdict'];
  readonly children: ReactNode;
}

function Banner({ kind, children }: BannerProps) {
  const { t } = useTranslation();
  return (
    <section
      className={classes.banner}
      data-known={kind !== 'none'}
      data-kind={kind}
      aria-live="polite"
      aria-label={t('duplicates.check')}
    >
      {children}
    </section>
  );
}

/** A statement of its own: the photo itself is in the catalog. */
function CopyOf({ best }: { best: NonNullable<CopyAnswer['best']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { product, probability, kind, mirrored } = best;
  return (
    <Banner kind="copy">
      <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" eager />
      <div className={classes.text}>
        <strong>
          <IconCopyCheck size={16} stroke={2} aria-hidden />
          {t('duplicates.known', { percent: format.estimate(probability) })}
        </strong>
        <Facts product={product} />
        <span className={classes.how}>
          {t(`duplicates.knownAs.${kind}`)} {mirrored ? t('duplicates.mirrored') : null}
        </span>
      </div>
      <OpenButton product={product} />
    </Banner>
  );
}

type CopyAnswer = NonNullable<ReturnType<typeof useAnswer<'duplicates.checkImage'>>['data']>;

function Likeliest({ hash, lookUp }: { hash: string; lookUp: LookUpResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { verdict, known, candidates, saidToBe } = lookUp;
  const [first] = candidates;
  if (first === undefined || verdict === 'none') {
    return (
      <Banner kind="none">
        <IconSparkles size={17} stroke={1.7} aria-hidden />
        <span className={classes.text}>
          <strong>
            {known < 0.5 ? t('lookUp.none', { percent: format.estimate(1 - known) }) : t('lookUp.unclear')}
          </strong>
          {first === undefined ? null : (
            <span className={classes.how}>{t('lookUp.nearest', { title: first.product.title })}</span>
          )}
        </span>
        {first === undefined ? null : (
          <div className={classes.actions}>
            <CompareButton hash={hash} candidates={candidates} at={0} />
            <YesButton hash={hash} product={first.product} quiet />
          </div>
        )}
      </Banner>
    );
  }
  const { product } = first;
  if (saidToBe !== null) {
    return (
      <Banner kind="said">
        <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" eager />
        <div className={classes.text}>
          <strong>
            <IconCheck size={16} stroke={2} aria-hidden />
            {t('lookUp.said', { title: product.title })}
          </strong>
          <Facts product={product} withoutTitle />
        </div>
        <div className={classes.actions}>
          <Button size="xs" variant="default" onClick={() => void removeReference(hash)}>
            {t('lookUp.notIt')}
          </Button>
          <OpenButton product={product} />
        </div>
      </Banner>
    );
  }
  if (verdict === 'few' && candidates.length > 1) {
    const together = candidates.reduce((sum, { probability }) => sum + probability, 0);
    return (
      <Banner kind="few">
        <div className={classes.text} data-narrow>
          <strong>
            <IconPhotoSearch size={16} stroke={2} aria-hidden />
            {t('lookUp.few', { count: candidates.length })}
          </strong>
          <span className={classes.how}>{t('lookUp.fewHint', { percent: format.estimate(together) })}</span>
        </div>
        <ul className={classes.candidates}>
          {candidates.map((candidate, at) => (
            <CandidateTile key={candidate.product.id} hash={hash} candidates={candidates} at={at} {...candidate} />
          ))}
        </ul>
      </Banner>
    );
  }
  return (
    <Banner kind="one">
      <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" eager />
      <div className={classes.text}>
        <strong>
          <IconPhotoSearch size={16} stroke={2} aria-hidden />
          {t(verdict === 'one' ? 'lookUp.one' : 'lookUp.perhaps', {
            title: product.title,
            percent: format.estimate(first.probability),
          })}
        </strong>
        <Facts product={product} withoutTitle />
        {first.confirmed ? <span className={classes.how}>{t('lookUp.byConfirmed')}</span> : null}
      </div>
      <div className={classes.actions}>
        <YesButton hash={hash} product={product} />
        <CompareButton hash={hash} candidates={candidates} at={0} />
        <OpenButton product={product} />
      </div>
    </Banner>
  );
}

interface PlaceProps {
  readonly hash: string;
  readonly candidates: readonly LookUpCandidate[];
  readonly at: number;
}

function CandidateTile({ hash, candidates, at, product, probability }: PlaceProps & LookUpCandidate) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className={classes.candidate}>
      <button
        type="button"
        className={classes.candidatePhoto}
        aria-label={t('lookUp.compareWith', { name: product.title })}
        onClick={() => compare({ kind: 'photo', hash, productIds: idsOf(candidates), at })}
      >
        <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" eager />
      </button>
      <span className={classes.candidateText}>
        <span className={classes.product} title={product.title}>
          {product.title}
        </span>
        <span className={classes.how}>{format.estimate(probability)}</span>
        <Button
          size="compact-xs"
          variant="light"
          aria-label={t('lookUp.yesNamed', { name: product.title })}
          onClick={() => void confirmPhoto(hash, product)}
        >
          {t('lookUp.yes')}
        </Button>
      </span>
    </li>
  );
}

function YesButton({
  hash,
  product,
  quiet = false,
}: {
  hash: string;
  product: LookUpCandidate['product'];
  quiet?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant={quiet ? 'default' : 'filled'}
      leftSection={<IconCheck size={15} />}
      aria-label={t('lookUp.yesNamed', { name: product.title })}
      onClick={() => void confirmPhoto(hash, product)}
    >
      {quiet ? t('lookUp.yesAfterAll') : t('lookUp.yes')}
    </Button>
  );
}

function CompareButton({ hash, candidates, at }: PlaceProps) {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconColumns2 size={15} />}
      onClick={() => compare({ kind: 'photo', hash, productIds: idsOf(candidates), at })}
    >
      {t('lookUp.compare')}
    </Button>
  );
}

function OpenButton({ product }: { product: LookUpCandidate['product'] }) {
  const { t } = useTranslation();
  return (
    <Button size="xs" variant="light" onClick={() => navigate(`/product/${product.id}`)}>
      {t('duplicates.openKnown')}
    </Button>
  );
}

function Facts({ product, withoutTitle = false }: { product: LookUpCandidate['product']; withoutTitle?: boolean }) {
  const format = useFormat();
  const price = product.price === null ? '' : format.price(product.price.amount, product.price.currency);
  return (
    <span className={classes.product}>
      {[withoutTitle ? '' : product.title, price, product.sku].filter((part) => part !== '').join(' · ')}
    </span>
  );
}

function idsOf(candidates: readonly LookUpCandidate[]): number[] {
  return candidates.map(({ product }) => product.id);
}
