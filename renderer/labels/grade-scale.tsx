/** Asks what the ratings of a file mean that are not on the scale of grades. */
import { type GradesFrom, gradesFromSchema, toAppError } from '@contract';
import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useFormat } from '../i18n/format.ts';
import classes from './labels.module.css';

const detailsSchema = z.object({
  why: z.literal('grades-of-other-scale'),
  lowest: z.number(),
  highest: z.number(),
  proposed: gradesFromSchema,
  ratings: z.array(z.tuple([z.number(), z.number()])),
});

export interface OtherScale {
  readonly lowest: number;
  readonly highest: number;
  /** Ratings with how often they occur, rising; only the first where there are many. */
  readonly ratings: readonly (readonly [rating: number, count: number])[];
  readonly from: GradesFrom;
}

/** `null` for every other failure. */
export function otherScaleOf(error: unknown): OtherScale | null {
  const details = detailsSchema.safeParse(toAppError(error).details);
  if (!details.success) return null;
  const { proposed: from, ...scale } = details.data;
  return { ...scale, from };
}

export function isRising(from: GradesFrom): boolean {
  return gradesFromSchema.safeParse(from).success;
}

const grades = [1, 2, 3] as const;

export function GradeScale({ scale, onChange }: { scale: OtherScale; onChange(scale: OtherScale): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lowest, highest, from, ratings } = scale;
  const gradeOf = (rating: number): 0 | 1 | 2 | 3 =>
    (from.findLastIndex((least) => rating >= least) + 1) as 0 | 1 | 2 | 3;
  const counts = ([0, 1, 2, 3] as const).map((grade) =>
    ratings.reduce((sum, [rating, count]) => sum + (gradeOf(rating) === grade ? count : 0), 0),
  );
  return (
    <fieldset className={classes.scale} aria-describedby="grade-scale-hint">
      <legend>{t('labels.scale.title', { lowest: format.number(lowest), highest: format.number(highest) })}</legend>
      <p id="grade-scale-hint">{t('labels.scale.text')}</p>
      <div className={classes.scaleFields}>
        {grades.map((grade, at) => (
          <NumberInput
            key={grade}
            size="xs"
            label={t('labels.scale.from', { grade, name: t(`grading.grades.${grade}`) })}
            description={t('labels.scale.count', { count: counts[grade] ?? 0 })}
            inputWrapperOrder={['label', 'input', 'description']}
            step={Number.isInteger(from[at]) ? 1 : 0.1}
            value={from[at] ?? 0}
            error={isRising(from) ? undefined : at > 0 && (from[at] ?? 0) <= (from[at - 1] ?? 0)}
            onChange={(value) => onChange({ ...scale, from: from.with(at, Number(value)) as unknown as GradesFrom })}
          />
        ))}
      </div>
    </fieldset>
  );
}
