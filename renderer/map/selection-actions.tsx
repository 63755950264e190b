/** What can be done with the picked products: what the results offer, and grading and exporting them. */
import type { Grade } from '@contract';
import { Button, Menu } from '@mantine/core';
import { IconDownload, IconStars } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { ask, command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { notifyDone } from '../state/notify.tsx';
import { requestParts, useQuery } from '../state/query.ts';
import { clearSelection, useSelection } from '../state/selection.ts';
import { focusFirstItem } from '../ui/first-item.ts';
import { saveText } from '../ui/save-text.ts';
import { SelectionBar } from '../ui/selection-bar.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { csvOf } from './csv.ts';

const grades = [3, 2, 1, 0] as const satisfies readonly Grade[];
const readAtOnce = 500;

export function SelectionActions() {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const asks = useQuery((state) => requestParts(state).length > 0);
  return (
    <SelectionBar
      more={
        <>
          <Menu position="top" withinPortal disabled={!asks}>
            <Menu.Target>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconStars size={15} />}
                data-disabled={!asks}
                loading={busy}
                title={t(asks ? 'map.gradeHint' : 'map.gradeNeedsSearch')}
              >
                {t('map.grade')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown ref={focusFirstItem}>
              {grades.map((grade) => (
                <Menu.Item key={grade} onClick={() => void run(() => gradePicked(grade))}>
                  {grade} · {t(`grading.grades.${grade}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={15} />}
            loading={busy}
            onClick={() => void run(exportPicked)}
          >
            {t('map.export')}
          </Button>
        </>
      }
    />
  );
}

/** All of them, as answers to the question at hand. */
async function gradePicked(grade: Grade): Promise<void> {
  const parts = requestParts(useQuery.getState());
  const ids = [...useSelection.getState().ids];
  for (const productId of ids)
    await command('labels.grade', { query: { parts }, productId, grade, judge: judgeName() });
  clearSelection();
  notifyDone(i18next.t('map.graded', { count: ids.length }), `${grade} · ${i18next.t(`grading.grades.${grade}`)}`);
}

/** As a table of what lists show of them. */
async function exportPicked(): Promise<void> {
  const ids = [...useSelection.getState().ids];
  const rows: string[][] = [['sku', 'title', 'price', 'currency', 'tags']];
  for (let at = 0; at < ids.length; at += readAtOnce) {
    for (const { sku, title, price, tags } of await ask('map.products', { ids: ids.slice(at, at + readAtOnce) })) {
      const named = tags.map(({ group, name }) => `${group}: ${name}`).join('; ');
      rows.push([sku, title, price === null ? '' : String(price.amount), price?.currency ?? '', named]);
    }
  }
  saveText('picked-products.csv', 'text/csv', csvOf(rows));
  notifyDone(i18next.t('map.exported', { count: rows.length - 1 }), 'picked-products.csv');
}
