/** A photo of the question, large, beside the results: a box drawn on it is what is searched for. */
import type { Region } from '@contract';
import { Button, Loader } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { IconCrop, IconPhoto, IconPhotoOff, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PercentCrop, ReactCrop } from 'react-image-crop';
import 'react-image-crop/dist/ReactCrop.css';
import { platform } from '../platform/index.ts';
import { closePhoto, useOpenPhoto } from '../state/open-photo.ts';
import { setRegion } from '../state/query.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { ClipFrames, ClipView } from './clip-frames.tsx';
import classes from './photo-panel.module.css';
import { ProposalDots, ProposalList, useProposals } from './photo-regions.tsx';

/** Smaller boxes come from a click that slipped [px]. */
const leastSide = 12;
/** Keys that follow each other are one change [ms]. */
const keyPause = 250;
const middle: Region = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };

export function PhotoPanel() {
  const { t } = useTranslation();
  const part = useOpenPhoto();
  if (part === null) return null;
  const { key, name } = part;
  return (
    <section className={classes.panel} aria-label={t('photo.title')}>
      <div className={classes.head}>
        <h2 className={classes.title} title={name}>
          {name || t('photo.title')}
        </h2>
        <IconButton label={t('photo.close')} size="md" onClick={closePhoto}>
          <IconX size={17} />
        </IconButton>
      </div>
      {part.kind === 'clip' ? (
        <ClipView part={part} />
      ) : (
        <>
          <Cropper
            key={askedKey(part)}
            hash={part.hash}
            region={part.region}
            isCut={part.cut !== undefined}
            onRegion={(next) => setRegion(key, next)}
          />
          <ClipFrames part={part} />
        </>
      )}
    </section>
  );
}

/** Another frame of a clip is another photo in the same part. */
function askedKey({ key, hash }: { readonly key: number; readonly hash: string }): string {
  return `${key} ${hash}`;
}

interface CropperProps {
  readonly hash: string;
  readonly region: Region | undefined;
  readonly isCut: boolean;
  onRegion(region: Region | undefined): void;
}

function Cropper({ hash, region, isCut, onRegion }: CropperProps) {
  const { t } = useTranslation();
  const [crop, setCrop] = useState<PercentCrop | undefined>(() => toCrop(region));
  const [ratio, setRatio] = useState<number | 'broken'>(1);
  const { proposals, looking } = useProposals(hash);
  const frame = useRef<HTMLDivElement>(null);
  // The cropper calls a box complete as well that begins, or comes from elsewhere.
  const acting = useRef<'pointer down' | 'pointer up' | 'key' | null>(null);
  const focusWanted = useRef(false);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The region may also come from the address, the history, or a chip.
  useEffect(() => setCrop(toCrop(region)), [region]);
  useEffect(() => () => clearTimeout(waiting.current), []);
  useEffect(() => {
    if (crop === undefined || !focusWanted.current) return;
    focusWanted.current = false;
    frame.current?.querySelector<HTMLElement>('.ReactCrop__crop-selection')?.focus();
  }, [crop]);

  useWindowEvent(
    'pointerup',
    () => {
      if (acting.current === 'pointer down') acting.current = 'pointer up';
    },
    { capture: true },
  );

  const done = (next: PercentCrop): void => {
    const by = acting.current;
    if (by === null || by === 'pointer down') return;
    acting.current = null;
    clearTimeout(waiting.current);
    const chosen = toRegion(next);
    if (chosen === undefined) setCrop(undefined);
    if (by === 'key') waiting.current = setTimeout(() => onRegion(chosen), keyPause);
    else onRegion(chosen);
  };
  const draw = (): void => {
    focusWanted.current = true;
    onRegion(middle);
  };

  if (ratio === 'broken') {
    return (
      <p className={classes.gone} role="alert">
        <IconPhotoOff size={26} stroke={1.5} aria-hidden />
        {t('photo.gone')}
      </p>
    );
  }
  return (
    <>
      <div
        ref={frame}
        className={classes.stage}
        onPointerDownCapture={() => {
          acting.current = 'pointer down';
        }}
        onKeyDownCapture={() => {
          acting.current = 'key';
        }}
      >
        <ReactCrop
          {...(crop === undefined ? {} : { crop })}
          className={classes.crop ?? ''}
          style={{ width: `min(100%, calc(var(--photo-height) * ${ratio}))` }}
          minWidth={leastSide}
          minHeight={leastSide}
          onChange={(_, next) => setCrop(next)}
          onComplete={(_, next) => done(next)}
          ariaLabels={{
            cropArea: t('photo.box'),
            nwDragHandle: t('photo.handle.nw'),
            nDragHandle: t('photo.handle.n'),
            neDragHandle: t('photo.handle.ne'),
            eDragHandle: t('photo.handle.e'),
            seDragHandle: t('photo.handle.se'),
            sDragHandle: t('photo.handle.s'),
            swDragHandle: t('photo.handle.sw'),
            wDragHandle: t('photo.handle.w'),
          }}
        >
          <img
            className={classes.photo}
            src={platform().imageUrl(`query/${hash}`)}
            alt={t('photo.title')}
            draggable={false}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setRatio(naturalWidth / naturalHeight)}
            onError={() => setRatio('broken')}
          />
          <ProposalDots hash={hash} proposals={proposals} region={region} onRegion={onRegion} />
        </ReactCrop>
      </div>
      <p className={classes.hint}>{t(region === undefined ? 'photo.draw' : isCut ? 'photo.cutHint' : 'photo.drawn')}</p>
      <div className={classes.actions}>
        {region === undefined ? (
          <Button size="xs" variant="default" leftSection={<IconCrop size={15} />} onClick={draw}>
            {t('photo.addBox')}
          </Button>
        ) : (
          <Button size="xs" variant="default" leftSection={<IconPhoto size={15} />} onClick={() => onRegion(undefined)}>
            {t('photo.whole')}
          </Button>
        )}
        {looking ? (
          <span className={classes.looking} role="status">
            <Loader size={13} aria-hidden />
            {t('photo.looking')}
          </span>
        ) : null}
      </div>
      <ProposalList hash={hash} proposals={proposals} region={region} onRegion={onRegion} />
    </>
  );
}

function toCrop(region: Region | undefined): PercentCrop | undefined {
  if (region === undefined) return undefined;
  const { x, y, width, height } = region;
  return { unit: '%', x: 100 * x, y: 100 * y, width: 100 * width, height: 100 * height };
}

/** Undefined for a click, which draws nothing, and for a box around everything. */
function toRegion({ x, y, width, height }: PercentCrop): Region | undefined {
  const share = (percent: number): number => Math.min(1, Math.max(0, Math.round(percent * 100) / 10_000));
  const region = { x: share(x), y: share(y), width: share(width), height: share(height) };
  if (region.width < 0.01 || region.height < 0.01) return undefined;
  return region.width > 0.995 && region.height > 0.995 ? undefined : region;
}
