/** The grade of a result while results are being graded, and how far feedback has moved it. */
import type { Hit } from '@contract';
import { useTranslation } from 'react-i18next';
import { gradeResult, useGrading } from '../state/grading.ts';
import { GradePicker } from '../ui/grade-picker.tsx';
import classes from './card-grade.module.css';

export function CardGrade({ hit, tabbable }: { hit: Hit; tabbable: boolean }) {
  const { t } = useTranslation();
  const on = useGrading((state) => state.on);
  const grade = useGrading((state) => state.grades.get(hit.id) ?? null);
  const move = useGrading((state) => state.moves.get(hit.id) ?? 0);
  if (!on) return null;
  return (
    <>
      {move === 0 ? null : (
        <span
          className={classes.move}
          data-direction={move > 0 ? 'up' : 'down'}
          title={t(move > 0 ? 'grading.movedUp' : 'grading.movedDown', { places: Math.abs(move) })}
        >
          {move > 0 ? '▲' : '▼'} {Math.abs(move)}
        </span>
      )}
      <span className={classes.picker} data-graded={grade !== null}>
        <GradePicker
          name={hit.title}
          grade={grade}
          tabbable={tabbable}
          onGrade={(value) => void gradeResult(hit.id, value)}
        />
      </span>
    </>
  );
}
