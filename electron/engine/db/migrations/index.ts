import type { Migration } from '../migrate.ts';
import { catalog } from './0010-catalog.ts';
import { operations } from './0020-operations.ts';

export const migrations: readonly Migration[] = [catalog, operations];
