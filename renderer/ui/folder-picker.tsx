/** A folder dialog for hosts that have none: shortcuts, a path to type, and what lies in the folder. */
import { type MethodResult, toAppError } from '@contract';
import { Button, Loader, Modal, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowUp, IconFileSpreadsheet, IconFolderFilled, IconPhoto } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { ask } from '../state/engine.ts';
import { IconButton } from '../ui/icon-button.tsx';
import classes from './folder-picker.module.css';

interface FolderPickerProps {
  readonly opened: boolean;
  readonly title: string;
  /** Whether photos and product tables are what is looked for. */
  readonly products: boolean;
  /** Whether files of events are, which may be JSON. */
  readonly events?: boolean;
  onClose(): void;
  onPick(path: string): void;
}

const shortcutNames = ['Home', 'Pictures', 'Desktop', 'Documents', 'Downloads'] as const;

const tableName = /\.(csv|tsv|tab|xlsx|jsonl|ndjson|json)$/i;

type Listing = MethodResult<'ingest.browse'>;

export function FolderPicker({ opened, title, products, events = false, onClose, onPick }: FolderPickerProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={760}
      padding={0}
      classNames={{ header: classes.header ?? '' }}
    >
      <Browser
        products={products}
        events={events}
        onCancel={onClose}
        onPick={(path) => {
          onClose();
          onPick(path);
        }}
      />
    </Modal>
  );
}

interface BrowserProps extends Pick<FolderPickerProps, 'products' | 'onPick'> {
  readonly events: boolean;
  onCancel(): void;
}

function Browser({ products, events, onCancel, onPick }: BrowserProps) {
  const { t } = useTranslation();
  const { listing, problem, loading, open, opened } = useListing(events);
  // null: the field follows the listing. What a person types stays, whatever listing arrives meanwhile.
  const [typed, setTyped] = useState<string | null>(null);
  const path = typed ?? listing?.path ?? '';
  const show = (wanted: string | undefined): void => {
    setTyped(null);
    void open(wanted);
  };
  const showTyped = async (): Promise<Listing | null> => {
    const found = await open(path);
    if (found !== null) setTyped((now) => (now === typed ? null : now));
    return found;
  };
  const choose = async (): Promise<void> => {
    const chosen = typed === null ? ((await opened()) ?? listing) : await showTyped();
    if (chosen !== null) onPick(chosen.path);
  };
  const enter = (): void => {
    if (products && tableName.test(path.trim())) onPick(path.trim());
    else void showTyped();
  };
  const shortcutName = (name: string): string => {
    const known = shortcutNames.find((candidate) => candidate === name);
    return known === undefined ? name : t(`browse.places.${known}`);
  };
  const entries = (listing?.entries ?? []).filter((entry) => products || entry.kind === 'folder');
  return (
    <>
      <form
        className={classes.pathBar}
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <IconButton
          label={t('browse.up')}
          variant="default"
          size={34}
          disabled={listing === null || listing.parent === null}
          onClick={() => show(listing?.parent ?? undefined)}
        >
          <IconArrowUp size={17} />
        </IconButton>
        <TextInput
          className={classes.path ?? ''}
          aria-label={t('browse.path')}
          value={path}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={problem}
          rightSection={loading ? <Loader size={14} /> : null}
          spellCheck={false}
          data-autofocus
        />
      </form>
      <div className={classes.panes}>
        <nav className={classes.shortcuts} aria-label={t('browse.shortcuts')}>
          {(listing?.shortcuts ?? []).map((shortcut) => (
            <UnstyledButton
              key={shortcut.path}
              className={classes.shortcut}
              aria-current={shortcut.path === listing?.path}
              onClick={() => show(shortcut.path)}
            >
              {shortcutName(shortcut.name)}
            </UnstyledButton>
          ))}
        </nav>
        <ul className={classes.entries} aria-label={t('browse.entries')}>
          {entries.map((entry) => (
            <li key={entry.path}>
              <UnstyledButton
                className={classes.entry}
                onClick={() => (entry.kind === 'folder' ? show(entry.path) : onPick(entry.path))}
              >
                {entry.kind === 'folder' ? (
                  <IconFolderFilled size={18} className={classes.folderIcon} aria-hidden />
                ) : (
                  <IconFileSpreadsheet size={18} className={classes.tableIcon} aria-hidden />
                )}
                <span className={classes.entryName}>{entry.name}</span>
                {entry.kind === 'table' ? (
                  <span className={classes.kind}>{t(events ? 'browse.file' : 'browse.table')}</span>
                ) : null}
              </UnstyledButton>
            </li>
          ))}
          {listing !== null && entries.length === 0 ? <li className={classes.nothing}>{t('browse.nothing')}</li> : null}
        </ul>
      </div>
      <div className={classes.footer}>
        <span className={classes.pictures}>
          {listing === null || !products || events ? null : (
            <>
              <IconPhoto size={16} aria-hidden />
              {t('browse.pictures', { count: listing.pictures })}
            </>
          )}
        </span>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button disabled={path.trim() === ''} onClick={() => void choose()}>
          {t('browse.choose')}
        </Button>
      </div>
    </>
  );
}

/** Only the latest folder asked for is shown, in whatever order the answers come. */
function useListing(events: boolean) {
  const [listing, setListing] = useState<Listing | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const latest = useRef<AbortController>(undefined);
  const answer = useRef<Promise<Listing | null>>(Promise.resolve(null));
  const read = useCallback(
    async (path?: string): Promise<Listing | null> => {
      latest.current?.abort();
      const mine = new AbortController();
      latest.current = mine;
      setLoading(true);
      const wanted = { events, ...(path === undefined || path.trim() === '' ? {} : { path: path.trim() }) };
      try {
        const next = await ask('ingest.browse', wanted, { signal: mine.signal });
        if (mine.signal.aborted) return null;
        setListing(next);
        setProblem(null);
        return next;
      } catch (error) {
        if (!mine.signal.aborted) setProblem(errorText(toAppError(error)));
        return null;
      } finally {
        if (!mine.signal.aborted) setLoading(false);
      }
    },
    [events],
  );
  /** Answers null when the folder cannot be read, or another one has been asked for meanwhile. */
  const open = useCallback(
    (path?: string): Promise<Listing | null> => {
      answer.current = read(path);
      return answer.current;
    },
    [read],
  );
  useEffect(() => {
    void open();
    return () => latest.current?.abort();
  }, [open]);
  /** The folder that was asked for last, once it is there. */
  const opened = (): Promise<Listing | null> => answer.current;
  return { listing, problem, loading, open, opened };
}
