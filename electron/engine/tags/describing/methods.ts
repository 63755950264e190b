/** The `describe.*` methods of the contract. */
import type { DomainHandlers } from '../../../contract/contract.ts';
import type { Tags } from '../types.ts';
import { describedGroups, wallPage } from './pages.ts';
import { beginDescribing, starterWords } from './starter.ts';

export function describeHandlers(tags: Tags): DomainHandlers<'describe'> {
  return {
    'describe.starter': ({ language }) => starterWords(tags, language),
    'describe.begin': (params) => beginDescribing(tags, params),
    'describe.groups': ({ groups }) => describedGroups(tags, groups),
    'describe.wall': (params) => wallPage(tags, params),
  };
}
