/** What can be done with a library as a whole: another name, a copy, another place, the end of it. */
import type { LibraryInfo } from '@contract';
import { Button, List, Menu, Modal, Text, TextInput } from '@mantine/core';
import { IconCopy, IconDots, IconFolderSymlink, IconPencil, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { command } from '../state/engine.ts';
import { refreshLibrary } from '../state/library.ts';
import { notifyDone, notifyError } from '../state/notify.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { PathChooser } from '../ui/path-chooser.tsx';
import { PathText } from '../ui/path-text.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './library.module.css';

type Dialog = 'rename' | 'duplicate' | 'move' | 'delete';

export function LibraryMenu({ info }: { info: LibraryInfo }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = (): void => setDialog(null);
  const move = async (parent: string): Promise<void> => {
    try {
      const { dir } = await command('library.move', { parent });
      await refreshLibrary();
      notifyDone(t('library.moved'), dir);
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={t('library.manage')} variant="default">
            <IconDots size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog('rename')}>
            {t('library.rename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => setDialog('duplicate')}>
            {t('library.duplicate')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolderSymlink size={16} />} onClick={() => setDialog('move')}>
            {t('library.move')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDialog('delete')}>
            {t('library.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NameDialog kind="rename" name={info.name} opened={dialog === 'rename'} onClose={close} />
      <NameDialog
        kind="duplicate"
        name={t('library.copyOf', { name: info.name })}
        opened={dialog === 'duplicate'}
        onClose={close}
      />
      <PathChooser
        opened={dialog === 'move'}
        choice="folder"
        onClose={close}
        onPick={(parent) => {
          close();
          void move(parent);
        }}
      />
      <DeleteDialog info={info} opened={dialog === 'delete'} onClose={close} />
    </>
  );
}

interface NameDialogProps {
  readonly kind: 'rename' | 'duplicate';
  /** To begin with. */
  readonly name: string;
  readonly opened: boolean;
  onClose(): void;
}

function NameDialog(props: NameDialogProps) {
  const { t } = useTranslation();
  const { kind, opened, onClose } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={t(`library.${kind}`)}>
      {opened ? <NameForm {...props} /> : null}
    </Modal>
  );
}

function NameForm({ kind, name, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  const { busy, run } = useBusy();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      await command(`library.${kind}`, { name: text });
      await refreshLibrary();
      onClose();
    });
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t('library.name')}
        description={t(`library.${kind}Hint`)}
        value={text}
        maxLength={120}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={text.trim() === ''}>
          {t(kind === 'rename' ? 'common.save' : 'library.duplicateNow')}
        </Button>
      </div>
    </form>
  );
}

function DeleteDialog({ info, opened, onClose }: { info: LibraryInfo; opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const confirm = (): Promise<void> =>
    run(async () => {
      await command('library.delete', {});
      await refreshLibrary();
      onClose();
      navigate('/');
      notifyDone(t('library.deleted'), info.name);
    });
  return (
    <Modal opened={opened} onClose={onClose} title={t('library.deleteTitle', { name: info.name })}>
      <Text size="sm" fw={600}>
        {t('library.stays')}
      </Text>
      <List size="sm" mb="sm">
        <List.Item>{t('library.staysFiles')}</List.Item>
        <List.Item>{t('library.staysOther')}</List.Item>
      </List>
      <Text size="sm" fw={600}>
        {t('library.goes')}
      </Text>
      <List size="sm">
        <List.Item>{t('library.goesWork')}</List.Item>
        <List.Item>{t('library.goesMade')}</List.Item>
      </List>
      <Text size="sm" mt="sm" c="dimmed" component="div">
        <PathText path={info.dir} />
      </Text>
      <div className={classes.dialogActions}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={() => void confirm()}>
          {t('library.deleteNow')}
        </Button>
      </div>
    </Modal>
  );
}
