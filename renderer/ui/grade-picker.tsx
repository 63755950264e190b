/** The four grades side by side, and one grade as a badge. */
import type { Grade } from '@contract';
import { useTranslation } from 'react-i18next';
import { noteHabit } from '../state/habits.ts';
import classes from './grade-picker.module.css';

export const grades = [0, 1, 2, 3] as const satisfies readonly Grade[];

interface GradePickerProps {
  /** Of the product, so that each button says what it grades. */
  readonly name: string;
  readonly grade: Grade | null;
  readonly size?: 'small' | 'large';
  readonly tabbable?: boolean;
  /** null takes the grade back. */
  onGrade(grade: Grade | null): void;
}

export function GradePicker({ name, grade, size = 'small', tabbable = true, onGrade }: GradePickerProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.picker} data-size={size} aria-label={t('grading.gradeOf', { name })}>
      {grades.map((value) => (
        <button
          key={value}
          type="button"
          className={classes.button}
          data-grade={value}
          tabIndex={tabbable ? 0 : -1}
          aria-pressed={grade === value}
          aria-keyshortcuts={String(value)}
          aria-label={t(`grading.grades.${value}`)}
          title={t(`grading.grades.${value}`)}
          onClick={(event) => {
            event.stopPropagation();
            if (event.detail > 0) noteHabit('gradeKeys');
            onGrade(grade === value ? null : value);
          }}
        >
          <span className={classes.value}>{value}</span>
          {size === 'large' ? <span className={classes.meaning}>{t(`grading.grades.${value}`)}</span> : null}
        </button>
      ))}
    </fieldset>
  );
}

export function GradeBadge({ grade }: { grade: Grade }) {
  const { t } = useTranslation();
  const label = t('grading.badge', { grade, meaning: t(`grading.grades.${grade}`) });
  return (
    <span className={classes.badge} data-grade={grade} role="img" aria-label={label} title={label}>
      {grade}
    </span>
  );
}
