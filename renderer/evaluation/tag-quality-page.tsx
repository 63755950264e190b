/** How well tags can be told from the images, each product judged by what the others teach. */
import type { TagQuality } from '@contract';
import { Button } from '@mantine/core';
import { IconRulerMeasure } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { ask } from '../state/engine.ts';
import { Figure, Figures } from '../ui/figures.tsx';
import { useGroupName } from '../ui/group-name.ts';
import { Page, Section } from '../ui/page.tsx';
import { useBusy } from '../ui/use-busy.ts';
import shared from './evaluation.module.css';
import { Bounds, Interval } from './interval.tsx';
import { RocChart } from './roc-chart.tsx';
import classes from './tag-quality-page.module.css';

export function TagQualityPage() {
  const { t } = useTranslation();
  const [qualities, setQualities] = useState<readonly TagQuality[] | null>(null);
  const { busy, run } = useBusy();
  const measure = async (): Promise<void> => {
    await run(async () => {
      setQualities(await ask('evaluation.tags', {}));
    });
  };
  return (
    <Page
      title={t('learning.tabs.tags')}
      lead={t('learning.tagsLead')}
      actions={
        <Button leftSection={<IconRulerMeasure size={17} />} loading={busy} onClick={() => void measure()}>
          {t('learning.measure')}
        </Button>
      }
    >
      {qualities === null ? <p className={shared.hint}>{t('learning.tagsHint')}</p> : null}
      {qualities?.length === 0 ? <p className={shared.hint}>{t('learning.tagsNone')}</p> : null}
      {qualities?.map((quality) => (
        <Group key={quality.group} quality={quality} />
      ))}
    </Page>
  );
}

const few = 12;

function Group({ quality }: { quality: TagQuality }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const tags = [...quality.tags].sort((a, b) => b.products - a.products);
  const [all, setAll] = useState(false);
  return (
    <Section title={groupName(quality.group)}>
      <div className={classes.quality}>
        <div className={shared.panel}>
          <Figures className={shared.figures}>
            <Figure name={t('learning.accuracy')} value={format.percent(quality.accuracy.mean)} />
            <Figure name={t('learning.macroF1')} value={format.decimal(quality.macroF1, 2)} />
            <Figure name={t('learning.auc')} value={quality.auc === null ? '–' : format.decimal(quality.auc, 3)} />
          </Figures>
          <div className={classes.accuracyInterval}>
            <Interval estimate={quality.accuracy} />
            <Bounds estimate={quality.accuracy} />
          </div>
          <table className={shared.table} aria-label={groupName(quality.group)}>
            <thead>
              <tr>
                <th scope="col">{t('product.tags')}</th>
                <th scope="col" className={shared.number}>
                  {t('import.products')}
                </th>
                <th scope="col" className={shared.number}>
                  {t('learning.precision')}
                </th>
                <th scope="col" className={shared.number}>
                  {t('learning.recall')}
                </th>
                <th scope="col" className={shared.number}>
                  F1
                </th>
              </tr>
            </thead>
            <tbody>
              {(all ? tags : tags.slice(0, few)).map((tag) => (
                <tr key={tag.name}>
                  <th scope="row">{tag.name}</th>
                  <td className={shared.number}>{format.number(tag.products)}</td>
                  <td className={shared.number}>{format.decimal(tag.precision, 2)}</td>
                  <td className={shared.number}>{format.decimal(tag.recall, 2)}</td>
                  <td className={shared.number}>{format.decimal(tag.f1, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {tags.length > few && !all ? (
            <Button variant="subtle" size="xs" mt={8} onClick={() => setAll(true)}>
              {t('filters.all', { count: tags.length })}
            </Button>
          ) : null}
        </div>
        {quality.roc.length === 0 ? null : (
          <figure className={`${shared.panel} ${shared.roc}`}>
            <figcaption>
              {t('learning.roc')} <small>{t('learning.rocAxes')}</small>
            </figcaption>
            <RocChart roc={quality.roc} />
          </figure>
        )}
      </div>
    </Section>
  );
}
