/** Which of several values a field of the merged product takes; nothing to choose where all say the same. */
import { useId } from 'react';
import classes from './merge.module.css';

interface ChooseValueProps {
  readonly name: string;
  readonly alternatives: readonly { readonly productId: number; readonly value: string }[];
  /** The product whose value is taken. */
  readonly from: number | null;
  onChoose(productId: number): void;
}

export function ChooseValue({ name, alternatives, from, onChoose }: ChooseValueProps) {
  const id = useId();
  const taken = alternatives.find((alternative) => alternative.productId === from)?.value;
  const distinct = alternatives.filter(
    ({ value }, index) => value !== '' && alternatives.findIndex((other) => other.value === value) === index,
  );
  if (distinct.length < 2) return null;
  return (
    <fieldset className={classes.field}>
      <legend>{name}</legend>
      {distinct.map(({ productId, value }) => (
        <label key={productId} className={classes.alternative} data-taken={value === taken}>
          <input
            type="radio"
            name={id}
            className={classes.radio}
            checked={value === taken}
            onChange={() => onChoose(productId)}
          />
          <span className={classes.dot} aria-hidden />
          <span className={classes.alternativeText}>{value}</span>
        </label>
      ))}
    </fieldset>
  );
}
