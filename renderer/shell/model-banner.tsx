/** Says when another model than the chosen one is in use, and leads to where that is settled. */
import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { switchModel, useLibrary } from '../state/library.ts';
import { useModelName } from '../state/models.ts';
import classes from './shell.module.css';

export function ModelBanner() {
  const { t } = useTranslation();
  const [location, navigate] = useLocation();
  const notice = useLibrary((state) => state.info?.modelNotice ?? null);
  const modelId = useLibrary((state) => state.info?.modelId ?? '');
  const modelName = useModelName(modelId);
  const [closed, setClosed] = useState<string | null>(null);
  if (notice === null || notice.message === closed) return null;
  return (
    <div className={classes.banner} role="status">
      <IconAlertTriangle size={18} aria-hidden />
      <span className={classes.bannerText}>
        <strong>{t('models.notice')}</strong> {t(`models.notices.${notice.why}`, notice.values)}
      </span>
      <Button size="compact-sm" variant="default" onClick={() => void switchModel(modelId)}>
        {t('models.keep', { name: modelName })}
      </Button>
      {location === '/settings/models' ? null : (
        <Button size="compact-sm" variant="default" onClick={() => navigate('/settings/models')}>
          {t('models.title')}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t('common.close')} onClick={() => setClosed(notice.message)} />
    </div>
  );
}
