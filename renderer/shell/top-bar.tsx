import { spotlight } from '@mantine/spotlight';
import { IconCommand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { HowThisWorks } from '../help/how-this-works.tsx';
import { SearchBar } from '../search/search-bar.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { JobsButton } from './jobs-button.tsx';
import { LibrarySwitcher } from './library-switcher.tsx';
import classes from './shell.module.css';

export function TopBar() {
  const { t } = useTranslation();
  return (
    <header className={classes.topbar}>
      <LibrarySwitcher />
      <SearchBar />
      <div className={classes.tools}>
        <HowThisWorks />
        <JobsButton />
        <IconButton label={t('palette.title')} onClick={spotlight.open}>
          <IconCommand size={19} stroke={1.7} />
        </IconButton>
      </div>
    </header>
  );
}
