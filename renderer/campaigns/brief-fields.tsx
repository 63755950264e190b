/** What was understood of a brief, as fields that a person changes; the set follows. */
import type { CampaignBrief } from '@contract';
import { NumberInput, Slider, Switch, TagsInput, TextInput } from '@mantine/core';
import { IconLock, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useGroupName } from '../ui/group-name.ts';
import { useBusy } from '../ui/use-busy.ts';
import { changeBrief } from './board.ts';
import classes from './campaigns.module.css';

export function BriefFields({ brief }: { brief: CampaignBrief }) {
  const { t } = useTranslation();
  const { run } = useBusy();
  const change = (part: Partial<CampaignBrief>): void => void run(() => changeBrief(part));
  return (
    <fieldset className={classes.fields} aria-label={t('campaigns.understood')}>
      <WordsField value={brief.words} onCommit={(words) => change({ words })} />
      <Amount
        label={t('campaigns.count')}
        value={brief.count}
        min={1}
        max={100}
        onCommit={(count) => change({ count: count ?? 12 })}
      />
      <Amount
        label={t('campaigns.priceMin')}
        value={brief.priceMin}
        min={0}
        decimals
        onCommit={(priceMin) => change({ priceMin })}
      />
      <Amount
        label={t('campaigns.priceMax')}
        value={brief.priceMax}
        min={0}
        decimals
        onCommit={(priceMax) => change({ priceMax })}
      />
      <Amount
        label={t('campaigns.perBrand')}
        value={brief.perBrand}
        min={1}
        max={100}
        onCommit={(perBrand) => change({ perBrand })}
      />
      <Amount
        label={t('campaigns.marginMin')}
        value={brief.marginMin === null ? null : Math.round(brief.marginMin * 1000) / 10}
        min={0}
        max={100}
        decimals
        onCommit={(share) => change({ marginMin: share === null ? null : share / 100 })}
      />
      <TagsInput
        className={classes.wide}
        size="sm"
        label={t('campaigns.without')}
        placeholder={brief.without.length === 0 ? t('campaigns.withoutHint') : ''}
        value={[...brief.without]}
        maxTags={20}
        clearButtonProps={{ 'aria-label': t('campaigns.clear') }}
        onChange={(without) => change({ without: without.map((word) => word.slice(0, 100)) })}
      />
      <Diversity value={brief.diversity} onCommit={(diversity) => change({ diversity })} />
      <div className={classes.switches}>
        <Switch
          label={t('campaigns.inStock')}
          checked={brief.inStock}
          onChange={(event) => change({ inStock: event.currentTarget.checked })}
        />
        <Switch
          label={t('campaigns.onSale')}
          checked={brief.onSale}
          onChange={(event) => change({ onSale: event.currentTarget.checked })}
        />
      </div>
      <Tags brief={brief} onCommit={(tags) => change({ tags })} />
    </fieldset>
  );
}

function WordsField({ value, onCommit }: { value: string; onCommit(words: string): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = (): void => {
    if (text.trim() !== value) onCommit(text.trim());
  };
  return (
    <TextInput
      className={classes.wide}
      size="sm"
      label={t('campaigns.words')}
      maxLength={500}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) commit();
      }}
    />
  );
}

interface AmountProps {
  readonly label: string;
  readonly value: number | null;
  readonly min: number;
  readonly max?: number;
  readonly decimals?: boolean;
  onCommit(value: number | null): void;
}

function Amount({ label, value, min, max, decimals = false, onCommit }: AmountProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | number>(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  const commit = (): void => {
    const asked = typed === '' ? null : Number(typed);
    if (asked !== value && !Number.isNaN(asked ?? 0)) onCommit(asked);
  };
  return (
    <NumberInput
      size="sm"
      label={label}
      placeholder={t('campaigns.any')}
      value={typed}
      min={min}
      {...(max === undefined ? {} : { max })}
      clampBehavior="strict"
      allowDecimal={decimals}
      decimalScale={2}
      allowNegative={false}
      hideControls
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}

function Diversity({ value, onCommit }: { value: number; onCommit(value: number): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [at, setAt] = useState(value);
  useEffect(() => setAt(value), [value]);
  return (
    <div className={classes.slider}>
      <span className={classes.fieldName} id="campaign-diversity">
        {t('campaigns.diversity')}
      </span>
      <Slider
        aria-labelledby="campaign-diversity"
        thumbLabel={t('campaigns.diversity')}
        size="sm"
        min={0}
        max={0.9}
        step={0.1}
        label={(share) => format.percent(share)}
        value={at}
        onChange={setAt}
        onChangeEnd={(share) => onCommit(Math.round(share * 10) / 10)}
      />
    </div>
  );
}

function Tags({ brief, onCommit }: { brief: CampaignBrief; onCommit(tags: CampaignBrief['tags']): void }) {
  const { t } = useTranslation();
  const groupName = useGroupName();
  if (brief.tags.length === 0) return null;
  return (
    <div className={classes.tagRow}>
      <span className={classes.fieldName}>{t('campaigns.wishes')}</span>
      {brief.tags.map((tag) => {
        const name = `${groupName(tag.group)}: ${tag.name}`;
        const others = brief.tags.filter((other) => other !== tag);
        const turn = t(tag.must ? 'campaigns.makeWish' : 'campaigns.makeMust', { name });
        return (
          <span key={`${tag.group}/${tag.name}`} className={classes.tag} data-must={tag.must}>
            <button
              type="button"
              aria-pressed={tag.must}
              aria-label={turn}
              title={turn}
              onClick={() => onCommit(brief.tags.map((other) => (other === tag ? { ...tag, must: !tag.must } : other)))}
            >
              {tag.must ? <IconLock size={13} aria-hidden /> : null}
              {name}
            </button>
            <button
              type="button"
              aria-label={t('campaigns.dropTag', { name })}
              title={t('campaigns.dropTag', { name })}
              onClick={() => onCommit(others)}
            >
              <IconX size={13} aria-hidden />
            </button>
          </span>
        );
      })}
    </div>
  );
}
