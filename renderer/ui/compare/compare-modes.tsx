/** Side by side, with a slider, or the difference. */
import { Tooltip } from '@mantine/core';
import { IconColumns2, IconLayersDifference, IconLayoutBoardSplit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { capsOf } from '../actions.ts';
import classes from './compare.module.css';
import { setMode, useCompare } from './compare-state.ts';

const modes = [
  { value: 'side', Icon: IconColumns2 },
  { value: 'slider', Icon: IconLayoutBoardSplit },
  { value: 'difference', Icon: IconLayersDifference },
] as const;

/** `keys`: what goes from one to the next. */
export function CompareModes({ keys }: { keys: readonly string[] }) {
  const { t } = useTranslation();
  const mode = useCompare((state) => state.mode);
  return (
    <fieldset className={classes.modes} aria-label={t('duplicates.mode')}>
      {modes.map(({ value, Icon }) => (
        <Tooltip key={value} label={`${t(`duplicates.modes.${value}`)} (${capsOf(keys)})`}>
          <button
            type="button"
            className={classes.modeButton}
            aria-label={t(`duplicates.modes.${value}`)}
            aria-pressed={mode === value}
            onClick={() => setMode(value)}
          >
            <Icon size={17} stroke={1.7} />
          </button>
        </Tooltip>
      ))}
    </fieldset>
  );
}
