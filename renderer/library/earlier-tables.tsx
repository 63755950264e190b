/** Whether a table is a newer version of one that is here: shops name each export anew, and what was said of the products is to stay. */
import type { TablePreview } from '@contract';
import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../ui/page.tsx';
import classes from './library.module.css';

/** A source; `other` for a table of its own. */
export type Replaces = number | 'other';

interface EarlierTablesProps {
  readonly earlier: TablePreview['earlier'];
  /** undefined until it is said. */
  readonly replaces: Replaces | undefined;
  onChange(replaces: Replaces): void;
}

/** A file that is gone was renamed or moved, as far as can be told. */
export function usualReplaces(earlier: TablePreview['earlier']): Replaces | undefined {
  if (earlier.length === 0) return 'other';
  const gone = earlier.filter((own) => own.gone);
  return gone.length === 1 ? gone[0]?.sourceId : undefined;
}

export function EarlierTables({ earlier, replaces, onChange }: EarlierTablesProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('import.earlier.title')}>
      <div className={classes.panel}>
        <p className={classes.sourcePath}>{t('import.earlier.text')}</p>
        <Radio.Group
          aria-label={t('import.earlier.title')}
          value={replaces === undefined ? null : String(replaces)}
          onChange={(value) => onChange(value === 'other' ? 'other' : Number(value))}
        >
          {earlier.map(({ sourceId, path, products, gone }) => (
            <Radio
              key={sourceId}
              value={String(sourceId)}
              mb="sm"
              label={`${t('import.earlier.takes', { name: path, count: products })}${gone ? ` · ${t('import.earlier.gone')}` : ''}`}
            />
          ))}
          <Radio value="other" label={t('import.earlier.other')} />
        </Radio.Group>
      </div>
    </Section>
  );
}
