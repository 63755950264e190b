/** All kinds of product in the sample catalog. */
import { accessories } from './accessories.ts';
import { apparel } from './apparel.ts';
import { bags } from './bags.ts';
import { footwear } from './footwear.ts';
import { home } from './home.ts';
import type { Kind } from './kind.ts';

export type { Kind, LookSpec } from './kind.ts';

export const kinds: readonly Kind[] = [...apparel, ...footwear, ...bags, ...accessories, ...home];
