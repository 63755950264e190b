import type { HelpTexts } from '../../topic.ts';
import { campaigns } from './campaigns.ts';
import { cleanUp } from './clean-up.ts';
import { find } from './find.ts';
import { library } from './library.ts';
import { sell } from './sell.ts';
import { teach } from './teach.ts';

export const texts: HelpTexts = { ...find, ...cleanUp, ...teach, ...sell, ...campaigns, ...library };
