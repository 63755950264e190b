import type { Assumption } from '../../../contract/models.ts';

/** Notes what is assumed: which of the kinds, and in English. */
export type Assume = (why: Assumption['why'], message: string, values?: Assumption['values']) => void;
