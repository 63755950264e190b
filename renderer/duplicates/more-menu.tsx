/** What is done with the duplicates as a whole: take the decisions away, look again, learn from what was said. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconFileTypeCsv, IconJson, IconRefresh, IconSchool } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { ask, command } from '../state/engine.ts';
import { notifyDone, notifyError } from '../state/notify.tsx';
import { saveText } from '../ui/save-text.ts';
import { scanForDuplicates } from './groups.ts';

const icon = { size: 17, stroke: 1.7 } as const;

export function MoreMenu() {
  const { t } = useTranslation();
  const format = useFormat();
  const download = async (kind: 'csv' | 'json'): Promise<void> => {
    const { fileName, mime, text, rows } = await ask('duplicates.exportDecisions', { format: kind });
    saveText(fileName, mime, text);
    notifyDone(t('duplicates.exported'), t('duplicates.exportedRows', { count: rows, number: format.number(rows) }));
  };
  const learn = async (): Promise<void> => {
    const { adopted, model } = await command('duplicates.refit', {});
    const count = { count: model.verdicts, number: format.number(model.verdicts) };
    notifyDone(t('duplicates.learn'), adopted ? t('duplicates.learnt', count) : t('duplicates.notLearnt', count));
  };
  return (
    <Menu position="bottom-end" width={270}>
      <Menu.Target>
        <Tooltip label={t('duplicates.more')}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('duplicates.more')}>
            <IconDots size={19} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('duplicates.export')}</Menu.Label>
        <Menu.Item leftSection={<IconFileTypeCsv {...icon} />} onClick={() => void download('csv').catch(notifyError)}>
          {t('duplicates.exportAs', { format: 'CSV' })}
        </Menu.Item>
        <Menu.Item leftSection={<IconJson {...icon} />} onClick={() => void download('json').catch(notifyError)}>
          {t('duplicates.exportAs', { format: 'JSON' })}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconRefresh {...icon} />}
          onClick={() => void scanForDuplicates(true).catch(notifyError)}
        >
          {t('duplicates.scanAgain')}
        </Menu.Item>
        <Menu.Item leftSection={<IconSchool {...icon} />} onClick={() => void learn().catch(notifyError)}>
          {t('duplicates.learn')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
