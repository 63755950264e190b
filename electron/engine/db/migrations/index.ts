import type { Migration } from '../migrate.ts';
import { catalog } from './0010-catalog.ts';

export const migrations: readonly Migration[] = [catalog];
