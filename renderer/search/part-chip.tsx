/** One part of the question: its sign, what it is, its weight, and the way to take it out. */
import { Menu, UnstyledButton } from '@mantine/core';
import { IconMinus, IconPlus, IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { closePhoto, openPhoto, useOpenPhoto } from '../state/open-photo.ts';
import { changePart, type Part, removePart, setRegion, weights } from '../state/query.ts';
import { Photo } from '../ui/photo.tsx';
import { PhotoPart } from '../ui/photo-part.tsx';
import clipClasses from './clip-frames.module.css';
import classes from './search-bar.module.css';

/** Frames of a clip on its chip; all of them are in the panel. */
const shownFrames = 4;

export function PartChip({ part, onLeave }: { part: Part; onLeave(): void }) {
  const { t } = useTranslation();
  const name = usePartName(part);
  const flip = (): void => changePart(part.key, { sign: part.sign > 0 ? -1 : 1 });
  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>): void => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      removePart(part.key);
      onLeave();
    } else if (event.key === '-' || event.key === '+') {
      event.preventDefault();
      changePart(part.key, { sign: event.key === '-' ? -1 : 1 });
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      moveFocus(event.currentTarget, event.key === 'ArrowLeft' ? -1 : 1, onLeave);
    }
  };
  const signLabel = part.sign > 0 ? t('search.makeMinus', { name }) : t('search.makePlus', { name });
  return (
    <li
      className={classes.chip}
      data-sign={part.sign > 0 ? 'plus' : 'minus'}
      data-kind={part.kind}
      onKeyDown={onKeyDown}
    >
      <UnstyledButton className={classes.sign} aria-label={signLabel} title={signLabel} onClick={flip}>
        {part.sign > 0 ? <IconPlus size={13} stroke={2.4} /> : <IconMinus size={13} stroke={2.4} />}
      </UnstyledButton>
      <PartImage part={part} name={name} />
      <span className={classes.chipName} title={name}>
        {name}
      </span>
      {part.kind !== 'clip' ? null : (
        <span className={classes.chipNote}>{t('clip.count', { count: part.frames.length })}</span>
      )}
      {part.kind !== 'image' || part.region === undefined ? null : part.cut === undefined ? (
        <span className={classes.chipNote}>{t('photo.part')}</span>
      ) : (
        <UnstyledButton
          className={classes.chipNote}
          data-undo
          title={t('photo.whole')}
          aria-label={`${t('photo.cut')}: ${t('photo.whole')}`}
          onClick={() => setRegion(part.key, undefined)}
        >
          {t('photo.cut')}
        </UnstyledButton>
      )}
      <WeightMenu part={part} name={name} />
      <UnstyledButton
        className={classes.remove}
        aria-label={t('search.removePart', { name })}
        onClick={() => {
          removePart(part.key);
          onLeave();
        }}
      >
        <IconX size={13} stroke={2.2} />
      </UnstyledButton>
    </li>
  );
}

function WeightMenu({ part, name }: { part: Part; name: string }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom" width={150}>
      <Menu.Target>
        <UnstyledButton
          className={classes.weight}
          data-plain={part.weight === 1}
          aria-label={t('search.weightOf', { name, weight: part.weight })}
        >
          ×{part.weight}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('search.weight')}</Menu.Label>
        {weights.map((weight) => (
          <Menu.Item
            key={weight}
            fw={weight === part.weight ? 600 : 400}
            onClick={() => changePart(part.key, { weight })}
          >
            ×{weight}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function PartImage({ part, name }: { part: Part; name: string }) {
  const { t } = useTranslation();
  const open = useOpenPhoto()?.key === part.key;
  if (part.kind === 'text') return null;
  if (part.kind === 'product') {
    return part.thumb === null ? null : (
      <Photo fit="tile" className={classes.chipPhoto} src={part.thumb} alt="" eager />
    );
  }
  const label = t(open ? 'photo.close' : part.kind === 'clip' ? 'clip.open' : 'photo.open', { name });
  return (
    <UnstyledButton
      className={classes.chipOpen}
      aria-label={label}
      aria-expanded={open}
      title={label}
      onClick={() => (open ? closePhoto() : openPhoto(part.key))}
    >
      {part.kind === 'clip' ? (
        <span className={clipClasses.chip}>
          {part.frames.slice(0, shownFrames).map(({ hash, region }) => (
            <PhotoPart key={hash} className={clipClasses.chipPhoto} src={`query/${hash}`} region={region} />
          ))}
        </span>
      ) : (
        <PhotoPart className={classes.chipPhoto} src={`query/${part.hash}`} region={part.region} />
      )}
    </UnstyledButton>
  );
}

function usePartName(part: Part): string {
  const { t } = useTranslation();
  if (part.kind === 'text') return part.text;
  if (part.name !== '') return part.name;
  if (part.kind === 'product') return t('search.product', { id: part.productId });
  return t(part.kind === 'image' ? 'search.picture' : 'clip.clip');
}

/** Left and right walk through the buttons of all chips and end in the text field. */
function moveFocus(chip: HTMLElement, step: 1 | -1, onLeave: () => void): void {
  const buttons = [...(chip.parentElement?.querySelectorAll<HTMLElement>('button') ?? [])];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const next = buttons[at + step];
  if (next !== undefined) next.focus();
  else if (step > 0) onLeave();
}
