/** How the methods are set, as held-out parts of public histories had it (bench/recommend). */
import type { EaseOptions } from './ease.ts';
import type { ItemKnnOptions } from './item-knn.ts';

/** What comes next in a session, from the items seen of late. */
export const nextInSession: ItemKnnOptions = {
  reach: 4,
  decay: 0.5,
  backward: 0.3,
  fromPower: 0.7,
  toPower: 0.1,
  shrinkage: 0,
  repeats: true,
  keep: 300,
};

/** What an item of a session counts against the one after it. */
export const nextRecency = 0.5;

/** What a customer has next, from what they had so far. */
export const nextOfCustomer: ItemKnnOptions = {
  reach: 20,
  decay: 0.8,
  backward: 0.25,
  fromPower: 0.5,
  toPower: 0.15,
  shrinkage: 0,
  repeats: false,
  keep: 500,
};

export const customerRecency = 0.6;

/** What goes with a set of products, whatever the order. */
export const basketEase: EaseOptions = { penalty: 40, lengthPower: 0.5, mostItems: 4000, keep: 1000 };

/** Of the map from vectors. */
export const featurePenalty = 0.1;
