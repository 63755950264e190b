/** Every key the application knows. */
import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { create } from 'zustand';
import { capsOf, type KeyGroup, keyGroups, listedKeys } from './actions.ts';
import classes from './keys-dialog.module.css';

const useKeysDialog = create<{ opened: boolean }>(() => ({ opened: false }));

export function openKeysDialog(): void {
  useKeysDialog.setState({ opened: true });
}

/** Keys of the page at hand come first. */
const places: Partial<Record<KeyGroup, string>> = {
  duplicates: '/duplicates',
  map: '/map',
  sheet: '/sheet',
  lookups: '/lookups',
};

export function KeyList() {
  const { t } = useTranslation();
  const [location] = useLocation();
  const isHere = (group: KeyGroup): boolean => location === places[group];
  return [...keyGroups.filter(isHere), ...keyGroups.filter((group) => !isHere(group))].map((group) => (
    <section key={group}>
      <h3 className={classes.keysTitle}>{t(`keys.groups.${group}`)}</h3>
      <dl className={classes.keys}>
        {listedKeys(group).map(({ listed, keys, caps = capsOf(keys) }) =>
          listed === undefined ? null : (
            <Fragment key={listed}>
              <dt>{t(listed)}</dt>
              <dd>
                {caps.map((cap) => (
                  <Kbd key={cap}>{cap}</Kbd>
                ))}
              </dd>
            </Fragment>
          ),
        )}
      </dl>
    </section>
  ));
}

export function KeysDialog() {
  const { t } = useTranslation();
  const opened = useKeysDialog((state) => state.opened);
  return (
    <Modal
      opened={opened}
      onClose={() => useKeysDialog.setState({ opened: false })}
      title={t('keys.title')}
      size="min(880px, calc(100vw - 80px))"
    >
      <div className={classes.keyColumns}>
        <KeyList />
      </div>
    </Modal>
  );
}
