/**
 * An image dropped anywhere on the window becomes part of the query, several are looked up in a table; a folder or a table is
 * offered for import. On the page of that table, all photos and folders of photos go into it.
 */
import { AppError } from '@contract';
import { useWindowEvent } from '@mantine/hooks';
import { IconPhotoSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { navigate } from 'wouter/use-hash-location';
import { addDeskFiles, useAnswerDesk } from '../state/answer-desk.ts';
import { askWithFiles, askWithPath } from '../state/images.ts';
import { chooseDropped, type Dropped } from '../state/import.ts';
import { lookUpPhotos, photosIn } from '../state/lookups.ts';
import { notifyError } from '../state/notify.tsx';
import { asImagePath } from '../state/query-language.ts';
import { isClip } from '../state/read-clip.ts';
import { places } from './places.ts';
import classes from './shell.module.css';

export function DropOverlay() {
  const { t } = useTranslation();
  const [hovering, setHovering] = useState(false);
  const [location] = useLocation();
  const inTable = location.startsWith(places.lookups.to);
  const depth = useRef(0);
  const set = (next: number): void => {
    depth.current = Math.max(0, next);
    setHovering(depth.current > 0);
  };
  useWindowEvent('dragenter', (event) => carriesImage(event) && set(depth.current + 1));
  useWindowEvent('dragleave', (event) => carriesImage(event) && set(depth.current - 1));
  useWindowEvent('dragover', (event) => carriesImage(event) && event.preventDefault());
  useWindowEvent('drop', (event) => {
    if (!carriesImage(event)) return;
    event.preventDefault();
    set(0);
    const data = event.dataTransfer;
    const files = data?.files.length ?? 0;
    if (files > 0 && useAnswerDesk.getState().isOpen) {
      void addDeskFiles([...(data?.files ?? [])]);
      return;
    }
    // A clip is searched with, also where photos would go into the table.
    const hasClip = [...(data?.files ?? [])].some(isClip);
    if (data !== null && files > 0 && inTable && !hasClip) {
      void photosIn(data).then(lookUpPhotos).catch(notifyError);
      return;
    }
    const source = sourceIn(event.dataTransfer);
    if (data !== null && source === undefined && files > 1 && !hasClip && !isOnBar(event.target)) {
      void photosIn(data).then(lookUpPhotos).catch(notifyError);
      return;
    }
    if (source !== undefined) void chooseDropped(source);
    navigate(source === undefined ? '/' : '/library/import');
    if (source === undefined) take(event.dataTransfer, isOnBar(event.target));
  });
  if (!hovering) return null;
  return (
    <div className={classes.drop}>
      <div className={classes.dropCard} role="status">
        <IconPhotoSearch size={56} stroke={1.3} aria-hidden />
        <span className={classes.dropTitle}>{t('drop.title')}</span>
        <span className={classes.dropText}>{t(inTable ? 'drop.lookups' : 'drop.text')}</span>
      </div>
    </div>
  );
}

function carriesImage(event: DragEvent): boolean {
  const types = event.dataTransfer?.types ?? [];
  return types.includes('Files') || types.includes('text/uri-list');
}

/** The first folder or table among what is dropped. */
function sourceIn(data: DataTransfer | null): Dropped | undefined {
  for (const item of data?.items ?? []) {
    const file = item.getAsFile();
    if (file === null) continue;
    if (item.webkitGetAsEntry()?.isDirectory === true) return { file, kind: 'folder' };
    if (/\.(csv|tsv|tab|txt|xlsx|xlsm|xls|xml)$/i.test(file.name)) return { file, kind: 'table' };
  }
  return undefined;
}

/** Dropped on the search bar, an image comes to the query instead of replacing it. */
function isOnBar(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('search') !== null;
}

/** An image that a page drew itself, or has in its text. */
function dataUrlIn(data: DataTransfer): File | undefined {
  const [url, type = '', coded = ''] =
    /data:(image\/[\w.+-]+);base64,([\w+/=%]+)/i.exec(
      `${data.getData('text/uri-list')} ${data.getData('text/html')}`,
    ) ?? [];
  if (url === undefined) return undefined;
  const bytes = Uint8Array.from(atob(decodeURIComponent(coded)), (character) => character.charCodeAt(0));
  return new File([bytes], `image.${type.replace(/^image\//, '')}`, { type });
}

/** Nothing is fetched for a picture that was dragged here: where it comes from would learn of it. */
function onWeb(location: string): AppError {
  const message = `The picture is at ${new URL(location).host}, and pictures are not fetched from the web. Copy the picture itself in the browser and paste it here, or save it and drop the file.`;
  return new AppError('BAD_REQUEST', message, { details: { why: 'photo-on-page', host: new URL(location).host } });
}

function take(data: DataTransfer | null, adds: boolean): void {
  if (data === null) return;
  if (data.files.length > 0) {
    void askWithFiles([...data.files], adds);
    return;
  }
  const drawn = dataUrlIn(data);
  if (drawn !== undefined) {
    void askWithFiles([drawn], adds);
    return;
  }
  const address = /^https?:\/\/\S+/im.exec(data.getData('text/uri-list'))?.[0];
  if (address !== undefined) notifyError(onWeb(address));
  const paths = data
    .getData('text/uri-list')
    .split(/\r?\n/)
    .flatMap((line) => asImagePath(line) ?? []);
  paths.forEach((path, index) => void askWithPath(path, adds || index > 0));
}
