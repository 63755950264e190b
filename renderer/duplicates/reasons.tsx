/** Why the two are taken for the same product: the probability, the four signals behind it, what speaks against it, and whom to keep. */
import { type DuplicateGroup, type DuplicatePair, likelihoodOf, type Signal } from '@contract';
import { IconCheck, IconGavel, IconRulerMeasure, IconStar, IconUser, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './reasons.module.css';

const signalNames = ['exact', 'nearIdentical', 'sameProduct', 'sameListing'] as const;

interface ReasonsProps {
  readonly group: DuplicateGroup;
  readonly pair: DuplicatePair | undefined;
  /** The title of the product on the left, for a veto that names both sides. */
  readonly leftId: number;
}

export function Reasons({ group, pair, leftId }: ReasonsProps) {
  const { t } = useTranslation();
  return (
    <aside className={classes.panel} aria-label={t('duplicates.reasons')}>
      {pair === undefined ? (
        <p className={classes.note}>{t('duplicates.notCompared')}</p>
      ) : (
        <>
          <Probability kind={group.kind} pair={pair} />
          {pair.veto === null ? null : <VetoCard veto={pair.veto} turned={pair.left !== leftId} />}
          {pair.verdict === null || (group.decision !== null && pair.verdict.by === 'person') ? null : (
            <p className={classes.verdict} data-verdict={pair.verdict.value}>
              <IconUser size={15} aria-hidden />
              {pair.verdict.by === 'person'
                ? t(`duplicates.said.${pair.verdict.value}`)
                : t(`duplicates.follows.${pair.verdict.value}`)}
            </p>
          )}
        </>
      )}
      {group.decision === null ? null : <Decided decision={group.decision} />}
      {group.decision === null || group.decision.value === 'same' ? <SuggestedSurvivor group={group} /> : null}
    </aside>
  );
}

/** What was decided of the whole group, how, and when. */
function Decided({ decision }: { decision: NonNullable<DuplicateGroup['decision']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { value, merged, by, decidedAt } = decision;
  return (
    <div className={classes.decided} data-verdict={value}>
      <IconGavel size={17} stroke={1.8} aria-hidden />
      <div>
        <strong className={classes.decidedAs}>{t(`duplicates.outcome.${merged ? 'merged' : value}`)}</strong>
        <span className={classes.keeperReason}>{t(`duplicates.decidedBy.${by}`)}</span>
        <time className={classes.keeperReason} dateTime={decidedAt}>
          {format.date(decidedAt)}
        </time>
      </div>
    </div>
  );
}

function Probability({ kind, pair }: { kind: DuplicateGroup['kind']; pair: DuplicatePair }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = reasonOf(kind, pair);
  const band = likelihoodOf(pair.probability);
  return (
    <>
      <div className={classes.probability}>
        <strong>{t(`duplicates.likelihood.${band}`)}</strong>
        <span>{pair.veto === null ? t('duplicates.sameProduct') : t('duplicates.sameModel')}</span>
      </div>
      <p className={classes.note}>
        {t(`duplicates.because.${reason}`)} {pair.images?.mirrored === true ? t('duplicates.mirrored') : null}
      </p>
      <ul className={classes.pleas} aria-label={t('duplicates.signals')}>
        {signalNames.map((name) => (
          <Plea key={name} name={name} signal={pair.signals[name]} />
        ))}
      </ul>
      <details className={classes.details}>
        <summary>{t('duplicates.details')}</summary>
        <p>{t('duplicates.estimate', { percent: format.estimate(pair.probability) })}</p>
        <ul className={classes.signals}>
          {signalNames.map((name) => (
            <SignalRow key={name} name={name} signal={pair.signals[name]} />
          ))}
        </ul>
      </details>
    </>
  );
}

/** Log-odds from which on a signal is worth a sentence. */
const worthSaying = 0.7;

/** How strong a signal has to be by itself to speak for it, and below what it may speak against it. */
const bounds = {
  exact: { for: 1, against: 0 },
  nearIdentical: { for: 0.5, against: 0.35 },
  sameProduct: { for: 0.7, against: 0.55 },
  sameListing: { for: 0.4, against: 0.75 },
} as const;

/**
 * Signals share what they say, so that the sum of one may be negative though it is strong: it is worth a sentence only
 * where both agree.
 */
function pleaOf(name: (typeof signalNames)[number], { contribution, value }: Signal): 'for' | 'against' | null {
  if (contribution >= worthSaying && value >= bounds[name].for) return 'for';
  return contribution <= -worthSaying && value < bounds[name].against ? 'against' : null;
}

/** What one signal says, in a sentence; nothing where it says little. */
function Plea({ name, signal }: { name: (typeof signalNames)[number]; signal: Signal }) {
  const { t } = useTranslation();
  const speaks = pleaOf(name, signal);
  if (speaks === null) return null;
  return (
    <li data-speaks={speaks} title={t(`duplicates.signalHint.${name}`)}>
      {speaks === 'for' ? <IconCheck size={15} aria-hidden /> : <IconX size={15} aria-hidden />}
      <span>{name === 'exact' ? t('duplicates.plea.exact.for') : t(`duplicates.plea.${name}.${speaks}`)}</span>
    </li>
  );
}

/** What makes these two alike, whatever brought the group as a whole together. */
function reasonOf(kind: DuplicateGroup['kind'], { signals, veto }: DuplicatePair): DuplicateGroup['kind'] {
  if (veto !== null) return 'variant';
  if (signals.exact.value === 1) return 'exact';
  if (kind !== 'variant' && kind !== 'exact') return kind;
  return signals.nearIdentical.contribution > signals.sameListing.contribution ? 'near' : 'listing';
}

function SignalRow({ name, signal }: { name: (typeof signalNames)[number]; signal: Signal }) {
  const { t } = useTranslation();
  const format = useFormat();
  const speaks = signal.contribution > 0.05 ? 'for' : signal.contribution < -0.05 ? 'against' : 'neither';
  return (
    <li title={t(`duplicates.signalHint.${name}`)}>
      <span className={classes.signalName}>{t(`duplicates.signal.${name}`)}</span>
      <span className={classes.signalValue}>{format.percent(signal.value)}</span>
      <span className={classes.track} aria-hidden>
        <span className={classes.bar} data-speaks={speaks} style={{ width: `${signal.value * 100}%` }} />
      </span>
      <span className={classes.speaks} data-speaks={speaks}>
        {t(`duplicates.speaks.${speaks}`)}
        {speaks === 'neither'
          ? ''
          : ` ${signed(format.decimal(Math.abs(signal.contribution), 1), signal.contribution)}`}
      </span>
    </li>
  );
}

function signed(text: string, value: number): string {
  return value < 0 ? `−${text}` : `+${text}`;
}

function VetoCard({ veto, turned }: { veto: NonNullable<DuplicatePair['veto']>; turned: boolean }) {
  const { t } = useTranslation();
  const [first, second] = turned ? [veto.right, veto.left] : [veto.left, veto.right];
  return (
    <div className={classes.veto}>
      <IconRulerMeasure size={17} stroke={1.8} aria-hidden />
      <div>
        <strong>{t(`duplicates.veto.${veto.kind}`)}</strong>
        <span className={classes.vetoValues}>
          <span>{first}</span>
          <span aria-hidden>≠</span>
          <span>{second}</span>
        </span>
        <span className={classes.vetoText}>{t('duplicates.vetoText')}</span>
      </div>
    </div>
  );
}

function SuggestedSurvivor({ group }: { group: DuplicateGroup }) {
  const { t } = useTranslation();
  const keeper = group.members.find((member) => member.id === group.keeper.productId);
  if (keeper === undefined) return null;
  return (
    <div className={classes.keeper}>
      <IconStar size={17} stroke={1.8} aria-hidden />
      <div>
        <strong>{t(group.keeper.reason === 'chosen' ? 'duplicates.keptOne' : 'duplicates.suggestedKeeper')}</strong>
        <span className={classes.keeperName}>{keeper.title}</span>
        <span className={classes.keeperReason}>{t(`duplicates.keeperReason.${group.keeper.reason}`)}</span>
      </div>
    </div>
  );
}
