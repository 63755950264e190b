/** A folder dialog for hosts that have none: shortcuts, a path to type, and what lies in the folder. */
import { type MethodResult, toAppError } from '@contract';
import { ActionIcon, Button, Loader, Modal, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowUp, IconFileSpreadsheet, IconFolderFilled, IconPhoto } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { ask } from '../state/engine.ts';
import classes from './folder-picker.module.css';

interface FolderPickerProps {
  readonly opened: boolean;
  readonly title: string;
  /** Whether product tables can be picked too. */
  readonly tables: boolean;
  onClose(): void;
  onPick(path: string): void;
}

type Listing = MethodResult<'ingest.browse'>;

export function FolderPicker({ opened, title, tables, onClose, onPick }: FolderPickerProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={760}
      padding={0}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ header: classes.header ?? '' }}
    >
      <Browser
        tables={tables}
        onCancel={onClose}
        onPick={(path) => {
          onClose();
          onPick(path);
        }}
      />
    </Modal>
  );
}

function Browser({ tables, onCancel, onPick }: { tables: boolean; onCancel(): void; onPick(path: string): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { listing, problem, loading, open } = useListing();
  const [typed, setTyped] = useState('');
  useEffect(() => setTyped(listing?.path ?? ''), [listing]);
  const entries = (listing?.entries ?? []).filter((entry) => tables || entry.kind === 'folder');
  return (
    <>
      <form
        className={classes.pathBar}
        onSubmit={(event) => {
          event.preventDefault();
          open(typed);
        }}
      >
        <Tooltip label={t('browse.up')}>
          <ActionIcon
            variant="default"
            size={34}
            aria-label={t('browse.up')}
            disabled={listing === null || listing.parent === null}
            onClick={() => open(listing?.parent ?? undefined)}
          >
            <IconArrowUp size={17} />
          </ActionIcon>
        </Tooltip>
        <TextInput
          className={classes.path ?? ''}
          aria-label={t('browse.path')}
          value={typed}
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
              onClick={() => open(shortcut.path)}
            >
              {shortcut.name}
            </UnstyledButton>
          ))}
        </nav>
        <ul className={classes.entries} aria-label={t('browse.entries')}>
          {entries.map((entry) => (
            <li key={entry.path}>
              <UnstyledButton
                className={classes.entry}
                onClick={() => (entry.kind === 'folder' ? open(entry.path) : onPick(entry.path))}
              >
                {entry.kind === 'folder' ? (
                  <IconFolderFilled size={18} className={classes.folderIcon} aria-hidden />
                ) : (
                  <IconFileSpreadsheet size={18} className={classes.tableIcon} aria-hidden />
                )}
                <span className={classes.entryName}>{entry.name}</span>
                {entry.kind === 'table' ? <span className={classes.kind}>{t('browse.table')}</span> : null}
              </UnstyledButton>
            </li>
          ))}
          {listing !== null && entries.length === 0 ? <li className={classes.nothing}>{t('browse.nothing')}</li> : null}
        </ul>
      </div>
      <div className={classes.footer}>
        <span className={classes.pictures}>
          {listing === null ? null : (
            <>
              <IconPhoto size={16} aria-hidden />
              {t('browse.pictures', { count: listing.pictures, number: format.number(listing.pictures) })}
            </>
          )}
        </span>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button disabled={listing === null} onClick={() => listing !== null && onPick(listing.path)}>
          {t('browse.choose')}
        </Button>
      </div>
    </>
  );
}

function useListing() {
  const [listing, setListing] = useState<Listing | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const open = useCallback((path?: string): void => {
    setLoading(true);
    ask('ingest.browse', path === undefined || path.trim() === '' ? {} : { path: path.trim() })
      .then(
        (next) => {
          setListing(next);
          setProblem(null);
        },
        (error: unknown) => setProblem(toAppError(error).message),
      )
      .finally(() => setLoading(false));
  }, []);
  useEffect(() => open(), [open]);
  return { listing, problem, loading, open };
}
