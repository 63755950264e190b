/** Handbags and backpacks. */
import { backpack, handbag } from '../drawings/bags.ts';
import { type Kind, looks } from './kind.ts';

export const bags: readonly Kind[] = [
  {
    prefix: 'HB',
    type: 'Handbag',
    chinese: '手提包',
    category: 'Bags',
    draw: handbag,
    floor: [552, 245],
    price: [55, 280],
    materials: ['Leather', 'Vegan Leather', 'Canvas'],
    audiences: ['Women'],
    cuts: ['Structured', 'Chain', 'Tote'],
    looks: looks(`
      brown leather, black leather, red, tan leather, beige, pink, burgundy leather, teal, yellow, white,
      navy, purple`),
  },
  {
    prefix: 'BP',
    type: 'Backpack',
    chinese: '双肩包',
    category: 'Bags',
    draw: backpack,
    floor: [572, 200],
    price: [39, 130],
    materials: ['Nylon', 'Canvas', 'Polyester'],
    audiences: ['Unisex', 'Kids'],
    cuts: ['Daily', 'Travel'],
    looks: looks(`
      black plain red, navy plain tan, red plain black, grey plain yellow, green plain tan,
      blue plain orange, pink dotted white, olive plain brown, yellow plain navy, purple plain pink`),
  },
];
