/** Says why changes wait, or why the library is open for reading only. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLibrary } from '../state/library.ts';
import classes from './shell.module.css';

export function StorageBanner() {
  const { t } = useTranslation();
  const writing = useLibrary((state) => state.info?.writing);
  if (writing === undefined || writing.state === 'open' || writing.reason === null) return null;
  const { code } = writing.reason;
  return (
    <div className={classes.banner} role="status">
      <IconAlertTriangle size={18} aria-hidden />
      <span className={classes.bannerText}>
        <strong>{t('library.writing.cause', { text: t(`errors.${code}`) })}</strong>{' '}
        {t(`library.writing.${writing.state}`)} {t(`advice.${code}`)}
      </span>
    </div>
  );
}
