/** A picture of the real screen, which opens in its full size. */
import { Modal, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../i18n/index.ts';
import classes from './help.module.css';
import { pictureUrl } from './pictures.ts';
import type { PictureName } from './topic.ts';

export function HelpPicture({ name, shows }: { name: PictureName; shows: string }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const url = pictureUrl(currentLanguage(), name);
  if (url === undefined) return null;
  return (
    <figure className={classes.figure}>
      <UnstyledButton className={classes.picture} aria-label={t('help.enlarge', { name: shows })} onClick={open}>
        <img src={url} alt="" loading="lazy" width={1100} height={690} />
      </UnstyledButton>
      <figcaption>{shows}</figcaption>
      <Modal opened={opened} onClose={close} title={shows} size="min(1160px, calc(100vw - 48px))">
        <img className={classes.large} src={url} alt={shows} width={1100} height={690} />
      </Modal>
    </figure>
  );
}
