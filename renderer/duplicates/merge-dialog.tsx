/** Makes one product of several: whom to keep, what to take from where, and how it will look. */
import type { DuplicateGroup, MergeFields, MergePreview } from '@contract';
import { Button, Checkbox, Kbd, Modal, SegmentedControl } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { usePreview } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { Photo } from '../ui/photo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { ChooseValue } from './choose-value.tsx';
import classes from './merge.module.css';
import { MergedProduct } from './merged-product.tsx';
import { findPair } from './open-pairs.ts';
import { offerUndo, sayOfAll, stageOf } from './review.ts';
import { useStage } from './stage-state.ts';

interface MergeDialogProps {
  readonly group: DuplicateGroup;
  readonly opened: boolean;
  onClose(): void;
}

const defaults: MergeFields = {
  title: 'longest',
  description: 'longest',
  price: 'keeper',
  tags: 'union',
  photos: 'union',
};

export function MergeDialog({ group, opened, onClose }: MergeDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('duplicates.mergeTitle', { count: group.members.length })}
      size={980}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <MergeForm group={group} onClose={onClose} />
    </Modal>
  );
}

function MergeForm({ group, onClose }: Omit<MergeDialogProps, 'opened'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const [keeperId, setKeeperId] = useState(() => stageOf(group, useStage.getState()).keeperId);
  const [left, setLeft] = useState<readonly number[]>(() => toldApart(group, keeperId));
  const [fields, setFields] = useState(defaults);
  const { busy, run } = useBusy();
  const productIds = group.members.map((member) => member.id).filter((id) => id !== keeperId && !left.includes(id));
  const { data } = usePreview(
    'duplicates.mergePreview',
    productIds.length === 0 ? null : { keeperId, productIds, fields },
  );
  const preview = productIds.length === 0 || data === undefined ? null : data;
  const merge = async (): Promise<void> => {
    await run(async () => {
      const { operation } = await command('duplicates.merge', { keeperId, productIds, fields });
      onClose();
      sayOfAll([group.id], 'merged', Promise.resolve(operation));
      const count = productIds.length + 1;
      const title = t('duplicates.merged', { count, number: format.number(count) });
      offerUndo(title, operation, preview?.title.value ?? '');
    });
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (productIds.length > 0) void merge();
      }}
    >
      <div className={classes.choices}>
        <fieldset className={classes.field}>
          <legend>{t('duplicates.whichToKeep')}</legend>
          <ul className={classes.members}>
            {group.members.map((member) => {
              const kept = member.id === keeperId;
              return (
                <li key={member.id} className={classes.member} data-kept={kept}>
                  <label className={classes.memberLabel}>
                    <input
                      type="radio"
                      name="keeper"
                      className={classes.radio}
                      checked={kept}
                      onChange={() => {
                        setKeeperId(member.id);
                        setLeft(left.filter((id) => id !== member.id));
                      }}
                    />
                    {kept ? <IconStarFilled size={16} aria-hidden /> : <IconStar size={16} stroke={1.7} aria-hidden />}
                    <Photo fit="tile" className={classes.memberPhoto} src={member.image?.thumb} alt="" eager />
                    <span className={classes.memberText}>
                      <span className={classes.memberTitle}>{member.title}</span>
                      <span className={classes.memberDetail}>
                        {[
                          member.sku,
                          member.price === null ? '' : format.price(member.price.amount, member.price.currency),
                          member.image?.width === null || member.image === null
                            ? ''
                            : `${member.image.width} × ${member.image.height}`,
                        ]
                          .filter((part) => part !== '')
                          .join(' · ')}
                      </span>
                    </span>
                  </label>
                  {group.members.length > 2 ? (
                    <Checkbox
                      size="xs"
                      aria-label={t('duplicates.mergeIn', { name: member.title })}
                      checked={kept || !left.includes(member.id)}
                      disabled={kept}
                      onChange={(event) =>
                        setLeft(
                          event.currentTarget.checked ? left.filter((id) => id !== member.id) : [...left, member.id],
                        )
                      }
                    />
                  ) : null}
                </li>
              );
            })}
          </ul>
        </fieldset>
        {preview === null ? null : (
          <ValueChoices preview={preview} fields={fields} onChange={(change) => setFields({ ...fields, ...change })} />
        )}
      </div>
      <div className={classes.result}>
        <MergedProduct preview={preview} members={group.members} />
      </div>
      <div className={classes.foot}>
        <p className={classes.note}>{t('duplicates.filesStay')}</p>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          type="submit"
          data-autofocus
          loading={busy}
          disabled={productIds.length === 0}
          rightSection={<Kbd className={classes.kbd ?? ''}>↵</Kbd>}
        >
          {t('duplicates.mergeNow')}
        </Button>
      </div>
    </form>
  );
}

/** Members of which it has been said that they are not the same as the keeper stay out unless a person takes them in. */
function toldApart(group: DuplicateGroup, keeperId: number): number[] {
  return group.members
    .map((member) => member.id)
    .filter((id) => {
      const verdict = findPair(group, [keeperId, id])?.verdict;
      return id !== keeperId && verdict !== null && verdict !== undefined && verdict.value !== 'same';
    });
}

interface ValueChoicesProps {
  readonly preview: MergePreview;
  readonly fields: MergeFields;
  onChange(change: Partial<MergeFields>): void;
}

function ValueChoices({ preview, fields, onChange }: ValueChoicesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const prices = preview.price.alternatives.flatMap(({ productId, value }) =>
    value === null ? [] : [{ productId, value: format.price(value.amount, value.currency) }],
  );
  return (
    <>
      <ChooseValue
        name={t('duplicates.field.title')}
        alternatives={preview.title.alternatives}
        from={preview.title.from}
        onChoose={(from) => onChange({ title: { from } })}
      />
      <ChooseValue
        name={t('duplicates.field.price')}
        alternatives={prices}
        from={preview.price.from}
        onChoose={(from) => onChange({ price: { from } })}
      />
      <ChooseValue
        name={t('duplicates.field.description')}
        alternatives={preview.description.alternatives}
        from={preview.description.from}
        onChoose={(from) => onChange({ description: { from } })}
      />
      <div className={classes.unions}>
        {(['tags', 'photos'] as const).map((field) => (
          <div key={field} className={classes.union}>
            <span>{t(`duplicates.field.${field}`)}</span>
            <SegmentedControl
              size="xs"
              aria-label={t(`duplicates.field.${field}`)}
              value={fields[field]}
              onChange={(value) => onChange({ [field]: value === 'union' ? 'union' : 'keeper' })}
              data={[
                { value: 'union', label: t('duplicates.takeAll') },
                { value: 'keeper', label: t('duplicates.takeKeeper') },
              ]}
            />
          </div>
        ))}
      </div>
    </>
  );
}
