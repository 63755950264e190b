/** What may be on the open photo: a dot on each thing, and a list of them; one click asks with it. */
import { askedHash, type MethodResult, type Region } from '@contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { useResults } from '../state/results.ts';
import { PhotoPart } from '../ui/photo-part.tsx';
import classes from './photo-regions.module.css';

/** The photo is looked through once its results are there and nobody asks for others [ms]. */
const idle = 700;
/** One thing that is most of the photo is what is searched for already. */
const nearlyAll = 0.5;

export type Proposal = MethodResult<'search.regions'>['regions'][number];

export function useProposals(hash: string): { readonly proposals: readonly Proposal[]; readonly looking: boolean } {
  const ready = useResults((state) => state.status !== 'loading');
  const [lookedAt, setLookedAt] = useState<string | null>(null);
  useEffect(() => {
    if (!ready || lookedAt === hash) return undefined;
    const timer = setTimeout(() => setLookedAt(hash), idle);
    return () => clearTimeout(timer);
  }, [ready, hash, lookedAt]);
  // A photo that is gone is told by the panel itself.
  const { data, isFetching } = useAnswer('search.regions', lookedAt === hash ? { hash } : null, { fresh: true });
  const [first, ...others] = data?.regions ?? [];
  const isAll = others.length === 0 && first !== undefined && first.region.width * first.region.height > nearlyAll;
  return { proposals: isAll ? [] : (data?.regions ?? []), looking: isFetching };
}

interface ProposalsProps {
  readonly hash: string;
  readonly proposals: readonly Proposal[];
  /** What is asked with now. */
  readonly region: Region | undefined;
  onRegion(region: Region): void;
}

/** Over the photo. A box can be drawn between the dots, and begun anywhere else on a thing. */
export function ProposalDots({ hash, proposals, region, onRegion }: ProposalsProps) {
  const { t } = useTranslation();
  return proposals.map(({ region: at, product }) => {
    if (isSame(hash, at, region)) return null;
    return (
      <span key={askedHash({ hash, region: at })}>
        <button
          type="button"
          className={classes.dot}
          style={{ left: `${100 * (at.x + at.width / 2)}%`, top: `${100 * (at.y + at.height / 2)}%` }}
          aria-label={t('photo.search', { name: product?.title ?? '' })}
          // The list below has the same for keys.
          tabIndex={-1}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => onRegion(at)}
        />
        <span
          className={classes.outline}
          style={{
            left: `${100 * at.x}%`,
            top: `${100 * at.y}%`,
            width: `${100 * at.width}%`,
            height: `${100 * at.height}%`,
          }}
        />
      </span>
    );
  });
}

export function ProposalList({ hash, proposals, region, onRegion }: ProposalsProps) {
  const { t } = useTranslation();
  if (proposals.length === 0) return null;
  return (
    <section className={classes.found} aria-label={t('photo.found')}>
      <h3 className={classes.title}>{t('photo.found')}</h3>
      <ul className={classes.list}>
        {proposals.map(({ region: at, product }) => (
          <li key={askedHash({ hash, region: at })}>
            <button
              type="button"
              className={classes.thing}
              aria-pressed={isSame(hash, at, region)}
              onClick={() => onRegion(at)}
            >
              <PhotoPart className={classes.part} src={`query/${hash}`} region={at} />
              <span className={classes.name}>
                {product === null ? t('photo.thing') : t('photo.like', { name: product.title })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function isSame(hash: string, a: Region, b: Region | undefined): boolean {
  return b !== undefined && askedHash({ hash, region: a }) === askedHash({ hash, region: b });
}
