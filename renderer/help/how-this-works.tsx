/** On every page: how it works, in five sentences, with the way to its help page. */
import { Button, Popover } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBook2, IconHelpCircle, IconKeyboard } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { IconButton } from '../ui/icon-button.tsx';
import { openKeysDialog } from '../ui/keys-dialog.tsx';
import classes from './help.module.css';
import { topicAt } from './topic.ts';
import { useHelpTexts } from './use-texts.ts';

export function HowThisWorks() {
  const { t } = useTranslation();
  const [location, navigate] = useLocation();
  const [opened, setOpened] = useState(false);
  const roomy = useMediaQuery('(min-width: 1180px)', false, { getInitialValueInEffect: false });
  const topic = topicAt(location);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another explanation
  useEffect(() => setOpened(false), [topic]);
  if (topic === null) return null;
  const toggle = (): void => setOpened(!opened);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={400} trapFocus returnFocus>
      <Popover.Target>
        {roomy ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconHelpCircle size={17} stroke={1.7} />}
            onClick={toggle}
          >
            {t('help.how')}
          </Button>
        ) : (
          <IconButton label={t('help.how')} tipHidden={opened} onClick={toggle}>
            <IconHelpCircle size={19} stroke={1.7} />
          </IconButton>
        )}
      </Popover.Target>
      <Popover.Dropdown p="md" aria-label={t('help.how')}>
        <Explanation topic={topic} />
        <div className={classes.links}>
          <Button
            size="xs"
            leftSection={<IconBook2 size={15} />}
            onClick={() => {
              setOpened(false);
              navigate(`/help/${topic}`);
            }}
          >
            {t('help.more')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconKeyboard size={15} />}
            onClick={() => {
              setOpened(false);
              openKeysDialog();
            }}
          >
            {t('keys.title')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Explanation({ topic }: { topic: NonNullable<ReturnType<typeof topicAt>> }) {
  const texts = useHelpTexts();
  if (texts === undefined) return null;
  return (
    <ol className={classes.sentences}>
      {texts[topic].how.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
  );
}
