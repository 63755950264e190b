/** The frames of a clip that is asked with: all of them as alternatives, or one of them alone. */
import { askedHash } from '@contract';
import { Button } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { platform } from '../platform/index.ts';
import { type Clip, clipOf, clockOf, type Part, setFrame, useQuery } from '../state/query.ts';
import { hitAt, useResults } from '../state/results.ts';
import { PhotoPart } from '../ui/photo-part.tsx';
import classes from './clip-frames.module.css';
import panel from './photo-panel.module.css';

/** The frame that the first result matches best, as long as the results are of this clip. */
function useBestFrame({ frames }: Clip): Clip['frames'][number] | undefined {
  const at = useResults(({ pages }) => hitAt(pages, 0)?.matchedFrame);
  return at === undefined ? undefined : frames[at];
}

/** The clip beside its results, the frame that tells most of it large. */
export function ClipView({ part }: { part: Extract<Part, { kind: 'clip' }> }) {
  const { t } = useTranslation();
  const best = useBestFrame(part);
  const shown = best ?? part.frames[0];
  if (shown === undefined) return null;
  return (
    <>
      <div className={panel.stage}>
        <img className={classes.large} src={platform().imageUrl(`query/${shown.hash}`)} alt={t('clip.best')} />
      </div>
      <p className={panel.hint}>
        {best === undefined ? '' : `${t('clip.bestAt', { at: clockOf(best.at) })} `}
        {t('clip.hint')}
      </p>
      <ClipFrames part={part} />
    </>
  );
}

/** The frames to choose from; nothing for a photo that is of no clip. */
export function ClipFrames({ part }: { part: Part }) {
  const { t } = useTranslation();
  const clip = clipOf(part);
  const best = useBestFrame(clip ?? { name: '', frames: [] });
  if (clip === undefined) return null;
  const alone = part.kind === 'image' ? part.hash : undefined;
  return (
    <section className={classes.frames} aria-label={t('clip.frames')}>
      <div className={classes.head}>
        <h3 className={classes.title}>{t('clip.frames')}</h3>
        {alone === undefined ? null : (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconMovie size={14} />}
            onClick={() => setFrame(part.key, 'all')}
          >
            {t('clip.all')}
          </Button>
        )}
      </div>
      <ul className={classes.list}>
        {clip.frames.map((frame) => {
          const label = t('clip.only', { at: clockOf(frame.at) });
          return (
            <li key={askedHash(frame)}>
              <button
                type="button"
                className={classes.frame}
                aria-label={label}
                title={label}
                aria-pressed={frame.hash === alone}
                data-best={alone === undefined && frame === best}
                onClick={() => setFrame(part.key, frame)}
              >
                <PhotoPart className={classes.photo} src={`query/${frame.hash}`} region={frame.region} />
                <span className={classes.at}>{clockOf(frame.at)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** On a result: the frame that it matches best. */
export function FrameMark({ at, className }: { at: number | undefined; className: string | undefined }) {
  const { t } = useTranslation();
  const clip = useQuery(({ parts }) => parts.find((part) => part.kind === 'clip'));
  const frame = at === undefined || clip?.kind !== 'clip' ? undefined : clip.frames[at];
  if (frame === undefined) return null;
  const label = t('clip.matched', { at: clockOf(frame.at) });
  return (
    <span className={className} role="img" aria-label={label} title={label}>
      <PhotoPart className={classes.mark} src={`query/${frame.hash}`} region={frame.region} />
    </span>
  );
}
