/** Two images side by side, one over the other with a slider between them, or what is left when one is taken from the other. */
import { type CSSProperties, type PointerEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Photo } from '../photo.tsx';
import classes from './compare.module.css';
import { setFrame, toggleZoom, useCompare } from './compare-state.ts';
import { type ComparedImage, StagePhoto } from './stage-photo.tsx';
import { panBy, toTransform, zoomAt } from './view-frame.ts';

export interface ComparedProduct {
  /** Of what it shows. */
  readonly title: string;
  readonly image: ComparedImage | undefined;
  readonly photos: readonly ComparedImage[];
  readonly badge: ReactNode;
  onChoose(imageId: number): void;
}

export function CompareView({ left, right }: { left: ComparedProduct; right: ComparedProduct }) {
  const { t } = useTranslation();
  const { mode, frame, flipped, split } = useCompare();
  const plain = toTransform(frame, false);
  const turned = toTransform(frame, flipped);
  if (mode === 'side') {
    return (
      <div className={classes.panes} data-mode="side">
        <Pane side={left} place="left">
          <StagePhoto key={left.image?.id} image={left.image} alt={left.title} transform={plain} />
        </Pane>
        <Pane side={right} place="right">
          <StagePhoto key={right.image?.id} image={right.image} alt={right.title} transform={turned} />
        </Pane>
      </div>
    );
  }
  return (
    <div className={classes.panes} data-mode={mode}>
      <Viewport dark={mode === 'difference'}>
        <div className={classes.layers} data-difference={mode === 'difference'}>
          <div className={classes.layer} style={mode === 'slider' ? clip(0, split) : {}}>
            <StagePhoto key={left.image?.id} image={left.image} alt={left.title} transform={plain} />
          </div>
          <div
            className={classes.layer}
            data-difference={mode === 'difference'}
            style={mode === 'slider' ? clip(split, 1) : {}}
          >
            <StagePhoto
              key={right.image?.id}
              image={right.image}
              alt={right.title}
              transform={turned}
              blend={mode === 'difference'}
            />
          </div>
        </div>
        <span className={classes.corner} data-place="left">
          {left.badge}
        </span>
        <span className={classes.corner} data-place="right">
          {right.badge}
        </span>
        {mode === 'slider' ? <SplitHandle split={split} /> : null}
        {mode === 'difference' ? <span className={classes.legend}>{t('duplicates.differenceLegend')}</span> : null}
      </Viewport>
    </div>
  );
}

function clip(from: number, to: number): CSSProperties {
  return { clipPath: `inset(0 ${(1 - to) * 100}% 0 ${from * 100}%)` };
}

function Pane({ side, place, children }: { side: ComparedProduct; place: 'left' | 'right'; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.pane}>
      <Viewport dark={false}>
        {children}
        <span className={classes.corner} data-place={place}>
          {side.badge}
        </span>
        {side.photos.length > 1 ? (
          <ul className={classes.photoStrip} aria-label={t('duplicates.photosOf', { name: side.title })}>
            {side.photos.map((photo, index) => (
              <li key={photo.id}>
                <button
                  type="button"
                  className={classes.stripButton}
                  aria-label={t('product.photo', { number: index + 1 })}
                  aria-current={photo.id === side.image?.id}
                  onClick={() => side.onChoose(photo.id)}
                >
                  <Photo fit="tile" className={classes.stripPhoto} src={photo.thumb} alt="" eager />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
      </Viewport>
    </div>
  );
}

/** The box that images are zoomed and shifted in: wheel to zoom, drag to shift, double click for all or closer. */
function Viewport({ dark, children }: { dark: boolean; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const zoomed = useCompare((state) => state.frame.scale > 1);
  const dragged = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    // React listens to wheels passively, and the page must not scroll along.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      setFrame((frame) => zoomAt(frame, pointIn(element, event), Math.exp(-event.deltaY / 400)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (dragged.current === null) return;
    const { width, height } = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - dragged.current.x, event.clientY - dragged.current.y];
    dragged.current = { x: event.clientX, y: event.clientY };
    setFrame((frame) => panBy(frame, x / width, y / height));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same is done by keys and by the buttons of the stage
    <div
      ref={box}
      className={classes.viewport}
      data-zoomed={zoomed}
      data-dark={dark}
      onPointerDown={(event) => {
        if (event.button !== 0 || (event.target as HTMLElement).closest('button, [role="slider"]') !== null) return;
        dragged.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        dragged.current = null;
      }}
      onDoubleClick={(event) => toggleZoom(pointIn(event.currentTarget, event))}
    >
      {children}
    </div>
  );
}

function pointIn(element: HTMLElement, event: { clientX: number; clientY: number }): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
}

const splitStep = 0.04;

function SplitHandle({ split }: { split: number }) {
  const { t } = useTranslation();
  const set = (value: number): void => useCompare.setState({ split: Math.min(1, Math.max(0, value)) });
  return (
    <div
      className={classes.split}
      style={{ left: `${split * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={t('duplicates.split')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') set(split - splitStep);
        else if (event.key === 'ArrowRight') set(split + splitStep);
        else return;
        event.preventDefault();
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const box = event.currentTarget.parentElement;
        if (event.buttons === 1 && box !== null) set(pointIn(box, event).x);
      }}
    >
      <span className={classes.grip} aria-hidden />
    </div>
  );
}
