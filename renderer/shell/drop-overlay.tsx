/** A picture dropped anywhere on the window becomes part of the query; a folder or a table is offered for import. */
import { IconPhotoSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { platform } from '../platform/index.ts';
import { chooseImport } from '../state/import.ts';
import { addPictureFiles, addPicturePath } from '../state/pictures.ts';
import { asPicturePath } from '../state/query-language.ts';
import classes from './shell.module.css';

export function DropOverlay() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    let depth = 0;
    const set = (next: number): void => {
      depth = Math.max(0, next);
      setHovering(depth > 0);
    };
    const listeners: Record<string, (event: DragEvent) => void> = {
      dragenter: (event) => carriesPicture(event) && set(depth + 1),
      dragleave: (event) => carriesPicture(event) && set(depth - 1),
      dragover: (event) => {
        if (carriesPicture(event)) event.preventDefault();
      },
      drop: (event) => {
        if (!carriesPicture(event)) return;
        event.preventDefault();
        set(0);
        const source = sourceIn(event.dataTransfer);
        if (source !== undefined) {
          chooseImport(source);
          navigate('/library/import');
          return;
        }
        navigate('/');
        take(event.dataTransfer);
      },
    };
    const entries = Object.entries(listeners) as [keyof WindowEventMap, EventListener][];
    for (const [name, listener] of entries) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of entries) window.removeEventListener(name, listener);
    };
  }, [navigate]);
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

function carriesPicture(event: DragEvent): boolean {
  const types = event.dataTransfer?.types ?? [];
  return types.includes('Files') || types.includes('text/uri-list');
}

/** A folder or a table that can be imported, where the host knows its path. */
function sourceIn(data: DataTransfer | null): string | undefined {
  for (const item of data?.items ?? []) {
    const file = item.getAsFile();
    const isSource = item.webkitGetAsEntry()?.isDirectory === true || /\.(csv|tsv|tab)$/i.test(file?.name ?? '');
    const path = file === null || !isSource ? undefined : platform().pathOf?.(file);
    if (path !== undefined) return path;
  }
  return undefined;
}

function take(data: DataTransfer | null): void {
  if (data === null) return;
  if (data.files.length > 0) {
    void addPictureFiles([...data.files]);
    return;
  }
  for (const line of data.getData('text/uri-list').split(/\r?\n/)) {
    const path = asPicturePath(line);
    if (path !== null) void addPicturePath(path);
  }
}
