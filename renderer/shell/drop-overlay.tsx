/** An image dropped anywhere on the window becomes part of the query; a folder or a table is offered for import. */
import { useWindowEvent } from '@mantine/hooks';
import { IconPhotoSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { addDeskFiles, useAnswerDesk } from '../state/answer-desk.ts';
import { askWithFiles, askWithPath } from '../state/images.ts';
import { chooseDropped, type Dropped } from '../state/import.ts';
import { asImagePath } from '../state/query-language.ts';
import classes from './shell.module.css';

export function DropOverlay() {
  const { t } = useTranslation();
  const [hovering, setHovering] = useState(false);
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
    if (useAnswerDesk.getState().isOpen && (event.dataTransfer?.files.length ?? 0) > 0) {
      void addDeskFiles([...(event.dataTransfer?.files ?? [])]);
      return;
    }
    const source = sourceIn(event.dataTransfer);
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
        <span className={classes.dropText}>{t('drop.text')}</span>
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

function take(data: DataTransfer | null, adds: boolean): void {
  if (data === null) return;
  if (data.files.length > 0) {
    void askWithFiles([...data.files], adds);
    return;
  }
  const paths = data
    .getData('text/uri-list')
    .split(/\r?\n/)
    .flatMap((line) => asImagePath(line) ?? []);
  paths.forEach((path, index) => void askWithPath(path, adds || index > 0));
}
