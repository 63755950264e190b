/** The photos of a product: large, zoomable, with the heat map over them on demand. */
import type { Product } from '@contract';
import { ActionIcon, Button, Slider, Tooltip } from '@mantine/core';
import { IconCrop, IconFlame, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { errorText } from '../i18n/error-text.ts';
import { useAnswer } from '../state/answers.ts';
import { askWithCatalogImage } from '../state/images.ts';
import { requestParts, useQuery } from '../state/query.ts';
import { useActions } from '../ui/actions.ts';
import { LimitedPhoto } from '../ui/large-photo.tsx';
import { Photo } from '../ui/photo.tsx';
import { stageActions } from './actions.ts';
import { HeatLayer } from './heat-layer.tsx';
import { ImageTextBar, TextLayer, useImageReading } from './image-text.tsx';
import classes from './photo-stage.module.css';
import shared from './product.module.css';

const magnification = 2.4;

interface PhotoStageProps {
  readonly product: Product;
  /** The one shown large; null is the first. */
  readonly imageId: number | null;
  onImage(imageId: number): void;
}

export function PhotoStage({ product, imageId, onImage }: PhotoStageProps) {
  const { t } = useTranslation();
  const [zoomed, setZoomed] = useState(false);
  const [origin, setOrigin] = useState('50% 50%');
  const [heatWanted, setHeatWanted] = useState(false);
  const [opacity, setOpacity] = useState(70);
  const [textWanted, setTextWanted] = useState(false);
  const parts = requestParts(useQuery());
  const asked = parts.length > 0;
  const image = product.images.find((candidate) => candidate.id === imageId) ?? product.images[0];
  const heat = useAnswer(
    'search.heatmap',
    heatWanted && asked && image !== undefined ? { parts, imageId: image.id } : null,
    { fresh: true },
  );

  const reading = useImageReading(image);
  const lines = textWanted ? (reading?.lines ?? []) : [];
  const toggleHeat = (): void => setHeatWanted(!heatWanted);
  useActions(stageActions, { asked, toggleHeat, toggleZoom: () => setZoomed(!zoomed) }, true);

  return (
    <div className={classes.stageColumn}>
      <div className={shared.stage}>
        <button
          type="button"
          className={classes.canvasButton}
          data-zoomed={zoomed}
          aria-label={zoomed ? t('product.zoomOut') : t('product.zoomIn')}
          aria-pressed={zoomed}
          onClick={(event) => {
            setZoomed(!zoomed);
            if (event.detail > 0) setOrigin(pointIn(event));
          }}
          onMouseMove={(event) => zoomed && setOrigin(pointIn(event))}
        >
          <span
            className={classes.zoom}
            style={{ transform: zoomed ? `scale(${magnification})` : 'none', transformOrigin: origin }}
          >
            <LimitedPhoto image={image} alt={product.title}>
              {heat.data === undefined || image === undefined ? null : (
                <HeatLayer
                  map={heat.data}
                  width={image.width ?? 1}
                  height={image.height ?? 1}
                  opacity={opacity / 100}
                />
              )}
            </LimitedPhoto>
          </span>
        </button>
        {lines.length === 0 || image === undefined ? null : (
          // Over the button and not within it, where nothing can be selected.
          <span className={`${classes.zoom} ${classes.text}`}>
            <TextLayer lines={lines} width={image.width ?? 1} height={image.height ?? 1} />
          </span>
        )}
        <Tooltip label={zoomed ? t('product.zoomOut') : t('product.zoomIn')}>
          <ActionIcon
            className={classes.zoomButton}
            variant="default"
            size="lg"
            tabIndex={-1}
            aria-hidden
            onClick={() => setZoomed(!zoomed)}
          >
            {zoomed ? <IconZoomOut size={18} /> : <IconZoomIn size={18} />}
          </ActionIcon>
        </Tooltip>
      </div>
      {product.images.length > 1 ? (
        <ul className={classes.thumbs} aria-label={t('product.photos')}>
          {product.images.map((candidate, index) => (
            <li key={candidate.id}>
              <button
                type="button"
                className={classes.thumb}
                aria-label={t('product.photo', { number: index + 1 })}
                aria-current={candidate.id === image?.id}
                onClick={() => onImage(candidate.id)}
              >
                <Photo fit="tile" className={classes.thumbPhoto} src={candidate.thumb} alt="" eager />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <ImageTextBar
        product={product}
        reading={reading}
        shown={textWanted}
        onToggle={() => {
          setTextWanted(!textWanted);
          setZoomed(false);
        }}
      />
      {image !== undefined && image.hash !== null ? (
        <div className={classes.heatBar}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconCrop size={15} />}
            onClick={() => {
              navigate('/');
              void askWithCatalogImage(image.id, product.title);
            }}
          >
            {t('photo.pointAt')}
          </Button>
          {asked ? (
            <Button
              size="xs"
              variant={heatWanted ? 'light' : 'default'}
              leftSection={<IconFlame size={15} />}
              aria-pressed={heatWanted}
              loading={heat.isFetching}
              onClick={toggleHeat}
            >
              {t('heat.toggle')}
            </Button>
          ) : null}
          {heatWanted && heat.data !== undefined ? (
            <Slider
              className={classes.heatSlider}
              size={3}
              thumbSize={14}
              value={opacity}
              onChange={setOpacity}
              label={null}
              thumbLabel={t('heat.opacity')}
            />
          ) : null}
          {asked ? (
            <p className={classes.heatText} role={heat.error === null ? undefined : 'alert'}>
              {heat.error === null ? (heatWanted ? t('heat.explained') : '') : errorText(heat.error)}
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** Where in the element the pointer is, as an origin to enlarge from. */
function pointIn(event: MouseEvent<HTMLElement>): string {
  const box = event.currentTarget.getBoundingClientRect();
  return `${((event.clientX - box.left) / box.width) * 100}% ${((event.clientY - box.top) / box.height) * 100}%`;
}
