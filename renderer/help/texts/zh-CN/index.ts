import type { HelpTexts } from '../../topic.ts';
import { answer } from './answer.ts';
import { campaigns } from './campaigns.ts';
import { cleanUp } from './clean-up.ts';
import { find } from './find.ts';
import { library } from './library.ts';
import { lookups } from './lookups.ts';
import { sell } from './sell.ts';
import { teach } from './teach.ts';

export const texts: HelpTexts = {
  ...find,
  ...answer,
  ...cleanUp,
  ...teach,
  ...lookups,
  ...sell,
  ...campaigns,
  ...library,
};
