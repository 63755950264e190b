/** What a folder holds, and how its photos become products. */
import type { FolderPreview, Layout } from '@contract';
import { Button } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Figure, Figures } from '../ui/figures.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/page.tsx';
import classes from './library.module.css';

interface FolderPreviewProps {
  readonly preview: FolderPreview;
  readonly layout: Layout;
  onLayout(layout: Layout): void;
  onTable(path: string): void;
}

const layouts = ['photo', 'folder'] as const;

export function FolderWithoutImages({ preview, onTable }: Pick<FolderPreviewProps, 'preview' | 'onTable'>) {
  const { t } = useTranslation();
  return (
    <>
      <Counts preview={preview} />
      <Unreadable preview={preview} />
      <Notice>{t('import.nothing')}</Notice>
      <Tables preview={preview} onTable={onTable} />
    </>
  );
}

export function FolderPreviewPanel({ preview, layout, onLayout, onTable }: FolderPreviewProps) {
  const { t } = useTranslation();
  return (
    <>
      <Counts preview={preview} />
      <Unreadable preview={preview} />
      <Tables preview={preview} onTable={onTable} />
      <Section title={t('import.layout')}>
        <div className={classes.layouts} role="radiogroup" aria-label={t('import.layout')}>
          {layouts.map((candidate) => (
            <label key={candidate} className={classes.layout} data-chosen={candidate === layout}>
              <input
                type="radio"
                name="layout"
                className={classes.hiddenRadio}
                checked={candidate === layout}
                onChange={() => onLayout(candidate)}
              />
              <LayoutDrawing layout={candidate} />
              <span className={classes.layoutTitle}>
                {t(`import.layouts.${candidate}.title`)}
                {candidate === preview.layout ? <em>{t('import.suggested')}</em> : null}
              </span>
              <span className={classes.layoutText}>{t(`import.layouts.${candidate}.text`)}</span>
            </label>
          ))}
        </div>
      </Section>
      {preview.examples.length === 0 || layout !== preview.layout ? null : (
        <Section title={t('import.examples')}>
          <ul className={classes.examples}>
            {preview.examples.map((example) => (
              <li key={example.sku}>
                <span className={classes.exampleTitle}>{example.title}</span>
                <span className={classes.exampleSku}>{example.sku === example.title ? '' : example.sku}</span>
                <span>{t('results.photos', { count: example.images })}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Counts({ preview }: Pick<FolderPreviewProps, 'preview'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const more = preview.complete ? '' : '+';
  return (
    <div className={classes.panel}>
      <p className={classes.sourcePath}>{preview.path}</p>
      <Figures className={classes.counts}>
        <Figure name={t('import.pictures')} value={format.number(preview.pictures) + more} />
        <Figure name={t('import.folders')} value={format.number(preview.folders) + more} />
        <Figure name={t('import.others')} value={format.number(preview.others) + more} />
      </Figures>
    </div>
  );
}

/** Photos in formats that cannot be read: each will be among the problems. */
function Unreadable({ preview }: Pick<FolderPreviewProps, 'preview'>) {
  const { t } = useTranslation();
  return (
    <>
      {preview.unreadable.map(({ format, count }) => (
        <Notice key={format}>{t('import.unreadable', { format, count })}</Notice>
      ))}
      {preview.clips.count === 0 ? null : (
        <Notice>
          {t(preview.clips.readable ? 'import.clips' : 'import.clipsLeft', { count: preview.clips.count })}
        </Notice>
      )}
    </>
  );
}

/** Tables that lie in the folder: their products have titles and prices. */
function Tables({ preview, onTable }: Pick<FolderPreviewProps, 'preview' | 'onTable'>) {
  const { t } = useTranslation();
  return (
    <>
      {preview.tables.map((path) => (
        <div key={path} className={classes.tableHint}>
          <IconFileSpreadsheet size={20} stroke={1.6} aria-hidden />
          <span>{t('import.tableFound', { name: path.split(/[\\/]/).at(-1) ?? path })}</span>
          <Button size="xs" variant="light" onClick={() => onTable(path)}>
            {t('import.useTable')}
          </Button>
        </div>
      ))}
    </>
  );
}

/** Photos in a folder on the left, the products they become on the right. */
function LayoutDrawing({ layout }: { layout: Layout }) {
  return (
    <svg className={classes.drawing} viewBox="0 0 220 84" aria-hidden>
      <title>{layout}</title>
      {layout === 'photo' ? (
        <>
          <path className={classes.drawnFolder} d="M8 18h24l6 7h42v47H8z" />
          {[16, 39, 62].map((x) => (
            <rect key={x} className={classes.drawnPhoto} x={x} y={38} width={16} height={24} rx={3} />
          ))}
          <path className={classes.drawnArrow} d="M96 48h20m-6-6 6 6-6 6" />
          {[132, 162, 192].map((x) => (
            <rect key={x} className={classes.drawnProduct} x={x} y={30} width={22} height={36} rx={4} />
          ))}
        </>
      ) : (
        <>
          {[8, 46].map((y) => (
            <g key={y}>
              <path className={classes.drawnFolder} d={`M8 ${y}h18l5 5h49v26H8z`} />
              {[16, 34, 52].map((x) => (
                <rect key={x} className={classes.drawnPhoto} x={x} y={y + 10} width={12} height={16} rx={2} />
              ))}
            </g>
          ))}
          <path className={classes.drawnArrow} d="M96 44h20m-6-6 6 6-6 6" />
          {[8, 46].map((y) => (
            <g key={y}>
              <rect className={classes.drawnBehind} x={144} y={y} width={22} height={30} rx={4} />
              <rect className={classes.drawnBehind} x={139} y={y} width={22} height={30} rx={4} />
              <rect className={classes.drawnProduct} x={133} y={y} width={22} height={30} rx={4} />
            </g>
          ))}
        </>
      )}
    </svg>
  );
}
