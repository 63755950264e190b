/** Which work waits for which: one piece at a time in each lane. What a person has just asked for must not wait until an import of hours is over. */
import type { Job } from '../../contract/jobs.ts';

export type Lane =
  | 'catalog'
  | 'teaching'
  | 'models'
  | 'network'
  | 'changes'
  | 'events'
  | 'reading'
  | 'lookup'
  | 'documents'
  | 'map';

export const lanes: readonly Lane[] = [
  'catalog',
  'teaching',
  'models',
  'network',
  'changes',
  'events',
  'reading',
  'lookup',
  'documents',
  'map',
];

export function laneOf(kind: Job['kind']): Lane {
  if (kind === 'vectors') return 'models';
  if (kind === 'fetch') return 'network';
  if (kind === 'events') return 'events';
  if (kind === 'reading' || kind === 'lookup' || kind === 'map') return kind;
  if (kind === 'documents') return 'documents';
  if (kind === 'export' || kind === 'edit') return 'changes';
  const teaching: readonly Job['kind'][] = ['tags', 'learn', 'words', 'recommend', 'categories'];
  return teaching.includes(kind) ? 'teaching' : 'catalog';
}
