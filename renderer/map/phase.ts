/** The steps of laying a map out that have words. */
const phases = ['neighbours', 'layout', 'place'] as const;

export function phaseOf(phase: string): (typeof phases)[number] {
  return phases.find((known) => known === phase) ?? 'neighbours';
}
