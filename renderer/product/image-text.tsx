/** What stands on a photo: its text laid over it to be selected, and its barcodes. */
import type { ImageReading, Product, ProductImage } from '@contract';
import { Button } from '@mantine/core';
import { IconBarcode, IconTextRecognition } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { addBarcode, isBarcodeColumn } from '../ui/add-barcode.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import classes from './image-text.module.css';

/** Undefined while it is not known, and for photos that were not read. */
export function useImageReading(image: ProductImage | undefined): ImageReading | undefined {
  const hash = image?.hash ?? null;
  return useAnswer('recognition.ofImages', hash === null ? null : { hashes: [hash] }, { fresh: true }).data?.[0];
}

interface TextLayerProps {
  readonly lines: ImageReading['lines'];
  /** Size of the photo [px]. */
  readonly width: number;
  readonly height: number;
}

/** Laid over the photo as `object-fit: contain` places it. */
export function TextLayer({ lines, width, height }: TextLayerProps) {
  const { t } = useTranslation();
  return (
    <svg
      className={classes.layer}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      role="img"
      aria-label={t('reading.onPhoto', { text: lines.map(({ text }) => text).join(' · ') })}
      data-testid="photo-text"
    >
      {lines.map((line) => (
        <Line key={line.quad.join(' ')} line={line} width={width} height={height} />
      ))}
    </svg>
  );
}

function Line({
  line: { text, quad },
  width,
  height,
}: { line: ImageReading['lines'][number] } & Omit<TextLayerProps, 'lines'>) {
  const [from, to, , below] = quad.map(([x, y]) => [x * width, y * height]) as [number, number][];
  if (from === undefined || to === undefined || below === undefined) return null;
  const long = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const high = Math.hypot(below[0] - from[0], below[1] - from[1]);
  const angle = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
  return (
    <g transform={`translate(${from[0]} ${from[1]}) rotate(${angle})`} className={classes.line}>
      <title>{text}</title>
      <rect width={long} height={high} rx={high * 0.15} />
      <text
        y={high * 0.78}
        x={long * 0.02}
        fontSize={high * 0.78}
        textLength={long * 0.96}
        lengthAdjust="spacingAndGlyphs"
      >
        {text}
      </text>
    </g>
  );
}

interface ImageTextBarProps {
  readonly product: Product;
  readonly reading: ImageReading | undefined;
  readonly shown: boolean;
  onToggle(): void;
}

/** Why there is no text. */
const why = { read: 'reading.nothing', small: 'reading.small', failed: 'reading.failed' } as const;

export function ImageTextBar({ product, reading, shown, onToggle }: ImageTextBarProps) {
  const { t } = useTranslation();
  if (reading === undefined || reading.state === 'waiting') return null;
  const { state, lines, codes } = reading;
  if (state !== 'read' || lines.length + codes.length === 0) {
    return <p className={classes.none}>{t(why[state])}</p>;
  }
  return (
    <div className={classes.bar}>
      {lines.length === 0 ? null : (
        <>
          <Button
            size="xs"
            variant={shown ? 'light' : 'default'}
            leftSection={<IconTextRecognition size={15} />}
            aria-pressed={shown}
            onClick={onToggle}
          >
            {t('reading.show', { count: lines.length })}
          </Button>
          <CopyButton value={lines.map(({ text }) => text).join('\n')} label={t('reading.copy')} />
        </>
      )}
      {codes.map((code) => (
        <Code key={`${code.format} ${code.text}`} code={code} product={product} />
      ))}
    </div>
  );
}

function Code({ code, product }: { code: ImageReading['codes'][number]; product: Product }) {
  const { t } = useTranslation();
  const { gtin, text, valid } = code;
  return (
    <span className={classes.code} data-wrong={!valid}>
      <IconBarcode size={16} aria-hidden />
      {t(valid ? 'reading.code' : 'barcode.wrong', { number: text })}
      {gtin === null || hasBarcode(product) ? null : (
        <Button size="compact-xs" variant="light" onClick={() => void addBarcode(product.id, product.title, gtin)}>
          {t('reading.take')}
        </Button>
      )}
    </span>
  );
}

function hasBarcode({ attributes, variants }: Product): boolean {
  return (
    attributes.some(({ name, value }) => isBarcodeColumn(name) && value.trim() !== '') ||
    variants.some(({ barcode }) => barcode !== '' && barcode !== null)
  );
}
