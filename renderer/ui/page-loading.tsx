/** What stands in place of a page while its code is fetched. */
import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './page-loading.module.css';

export function PageLoading() {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting}>
      <Loader size="sm" role="status" aria-label={t('common.loading')} />
    </div>
  );
}
