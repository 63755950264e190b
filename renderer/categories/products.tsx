/** The products of a branch: what is proposed for each, how certain, and what it may be instead. */
import type { PlacedProduct } from '@contract';
import { Button, Checkbox, Modal, SegmentedControl } from '@mantine/core';
import { IconCheck, IconCircleCheck } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { followBatch } from '../ui/follow-batch.ts';
import { Photo } from '../ui/photo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './categories.module.css';
import { CategoryPicker } from './category-picker.tsx';

const shown = 100;

export function Products({ path }: { path: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [part, setPart] = useState<'open' | 'settled'>('open');
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [choosing, setChoosing] = useState(false);
  const { busy, run } = useBusy();
  const { data } = useAnswer('taxonomy.products', { path, part, limit: shown });
  const items = data?.items ?? [];
  const chosen = items.filter(({ product }) => picked.has(product.id)).map(({ product }) => product.id);
  const sure = data?.sure ?? 0;
  const everything = chosen.length === 0 ? (data?.ids ?? []).slice(0, sure) : chosen;
  const renew = (): void => outdate('taxonomy.');
  const say = (work: () => Promise<Parameters<typeof followBatch>[0]>): void =>
    void run(async () => {
      const done = await work();
      followBatch(done, 'products', (count) => t('categories.did', { count }), renew);
      setPicked(new Set());
      renew();
    });
  const confirm = (productIds: readonly number[]): void =>
    say(() => command('taxonomy.confirm', { productIds: [...productIds], by: judgeName() }));
  const assign = (productIds: readonly number[], to: string | null): void =>
    say(() => command('taxonomy.assign', { productIds: [...productIds], path: to, by: judgeName() }));
  const toggle = (id: number): void => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const name = path?.split(' > ').at(-1) ?? t('categories.all');
  return (
    <section className={classes.main} aria-label={name}>
      <header className={classes.head}>
        <div className={classes.names}>
          <h2 className={classes.name}>{name}</h2>
          {path === null || path === name ? null : <p className={classes.path}>{path}</p>}
        </div>
        <SegmentedControl
          size="xs"
          aria-label={t('describe.show')}
          value={part}
          onChange={(value) => {
            setPart(value as typeof part);
            setPicked(new Set());
          }}
          data={[
            { value: 'open', label: t('describe.parts.open') },
            { value: 'settled', label: t('categories.settledPart') },
          ]}
        />
      </header>
      {data !== undefined && items.length === 0 ? (
        <EmptyState icon={<IconCircleCheck size={28} stroke={1.5} />} title={t(`categories.empty.${part}`)} />
      ) : (
        <ul className={classes.products}>
          {items.map((item, at) => (
            <Fragment key={item.product.id}>
              {part === 'open' && at === sure ? <li className={classes.line}>{t('describe.line')}</li> : null}
              <Row
                item={item}
                picked={picked.has(item.product.id)}
                onPick={() => toggle(item.product.id)}
                onConfirm={() => confirm([item.product.id])}
                onAssign={(to) => assign([item.product.id], to)}
              />
            </Fragment>
          ))}
          {(data?.total ?? 0) > items.length ? (
            <li className={classes.more}>
              {t('describe.moreLater', moreOf(data?.total ?? 0, items.length, format.number))}
            </li>
          ) : null}
        </ul>
      )}
      <div className={classes.answers} role="toolbar" aria-label={t('tags.answers')}>
        {part === 'open' ? (
          <Button
            size="sm"
            loading={busy}
            disabled={everything.length === 0}
            leftSection={<IconCheck size={16} />}
            onClick={() => confirm(everything)}
          >
            {t(chosen.length === 0 ? 'describe.confirmSure' : 'categories.confirm', {
              count: everything.length,
              number: format.number(everything.length),
            })}
          </Button>
        ) : (
          <Button size="sm" variant="default" disabled={chosen.length === 0} onClick={() => assign(chosen, null)}>
            {t('categories.takeBack')}
          </Button>
        )}
        <Button size="sm" variant="default" disabled={chosen.length === 0} onClick={() => setChoosing(true)}>
          {t('categories.choose')}
        </Button>
        <span className={classes.hint} role="status">
          {t('categories.picked', { count: chosen.length })}
        </span>
      </div>
      <Modal
        opened={choosing}
        onClose={() => setChoosing(false)}
        title={t('categories.chooseTitle')}
        size={560}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <CategoryPicker
          onPick={(to) => {
            setChoosing(false);
            assign(chosen, to);
          }}
        />
      </Modal>
    </section>
  );
}

function moreOf(total: number, here: number, number: (value: number) => string) {
  return { count: total - here, number: number(total - here) };
}

interface RowProps {
  readonly item: PlacedProduct;
  readonly picked: boolean;
  onPick(): void;
  onConfirm(): void;
  onAssign(path: string): void;
}

/** From here on another category is worth a button. */
const worthShowing = 0.03;
const mostOthers = 3;

function Row({ item: { product, path, confidence, branch, others }, picked, onPick, onConfirm, onAssign }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const steps = path.split(' > ');
  const sure = branch?.path.split(' > ').length ?? 0;
  return (
    <li className={classes.product} data-picked={picked}>
      <Checkbox size="xs" checked={picked} aria-label={product.title} onChange={onPick} />
      <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" />
      <div className={classes.about}>
        <span className={classes.title}>{product.title}</span>
        <span className={classes.steps}>
          {steps.map((step, at) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a path may say one name twice
              key={`${at}/${step}`}
              data-sure={confidence === null || at < sure}
            >
              {step}
            </span>
          ))}
          {confidence === null ? null : <span className={classes.percent}>{format.percent(confidence)}</span>}
        </span>
        {others.some((other) => other.confidence >= worthShowing) ? (
          <span className={classes.others}>
            {t('categories.or')}
            {others
              .filter((other) => other.confidence >= worthShowing)
              .slice(0, mostOthers)
              .map((other) => (
                <Button
                  key={other.path}
                  size="compact-xs"
                  variant="default"
                  title={other.path}
                  onClick={() => onAssign(other.path)}
                >
                  {other.path.split(' > ').slice(-2).join(' > ')} {format.percent(other.confidence)}
                </Button>
              ))}
          </span>
        ) : null}
      </div>
      {confidence === null ? null : (
        <Button
          size="compact-sm"
          variant="light"
          aria-label={t('categories.confirmOne', { name: product.title })}
          onClick={onConfirm}
        >
          <IconCheck size={16} />
        </Button>
      )}
    </li>
  );
}
