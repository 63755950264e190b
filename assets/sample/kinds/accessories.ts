/** Watches, sunglasses, caps, hats and belts. */
import { belt, cap, hat, sunglasses, watch } from '../drawings/accessories.ts';
import { type Kind, looks } from './kind.ts';

export const accessories: readonly Kind[] = [
  {
    prefix: 'WA',
    type: 'Watch',
    chinese: '手表',
    category: 'Accessories',
    draw: watch,
    floor: null,
    price: [59, 320],
    materials: ['Steel', 'Leather'],
    audiences: ['Men', 'Women'],
    cuts: ['Classic', 'Chronograph', 'Dress'],
    looks: looks(`
      black leather, brown leather gold, silver, gold, navy leather, tan leather, red leather, silver,
      black, white leather gold, green leather`),
  },
  {
    prefix: 'SG',
    type: 'Sunglasses',
    chinese: '太阳镜',
    category: 'Accessories',
    draw: sunglasses,
    floor: null,
    price: [19, 140],
    materials: ['Acetate', 'Metal'],
    seasons: ['Summer'],
    audiences: ['Women', 'Men'],
    cuts: ['Round', 'Aviator', 'Square'],
    looks: looks(`
      black plain grey, brown plain beige, gold plain grey, red plain grey, black plain beige,
      silver plain grey, blue plain navy, tan plain beige, purple plain grey, white plain black`),
  },
  {
    prefix: 'CA',
    type: 'Cap',
    chinese: '棒球帽',
    category: 'Accessories',
    draw: cap,
    floor: null,
    price: [12, 35],
    materials: ['Cotton', 'Wool'],
    audiences: ['Men', 'Kids', 'Unisex'],
    cuts: ['Baseball', 'Plain'],
    looks: looks(`
      black plain red, navy plain white, red plain black, white plain blue, green plain yellow,
      grey plain black, blue plain orange, pink plain purple, beige checked brown`),
  },
  {
    prefix: 'HT',
    type: 'Hat',
    chinese: '礼帽',
    category: 'Accessories',
    draw: hat,
    floor: [482, 280],
    price: [25, 79],
    materials: ['Straw', 'Felt'],
    audiences: ['Women', 'Men'],
    cuts: ['Fedora', 'Panama'],
    looks: looks(`
      beige plain black, black plain grey, grey plain navy, brown plain tan, burgundy plain black,
      white plain red, navy plain white`),
  },
  {
    prefix: 'BE',
    type: 'Belt',
    chinese: '皮带',
    category: 'Accessories',
    draw: belt,
    floor: null,
    price: [15, 65],
    materials: ['Leather', 'Canvas'],
    audiences: ['Men', 'Women'],
    cuts: ['Formal', 'Casual'],
    looks: looks(`
      black leather, brown leather gold, tan leather, navy, white leather gold, red leather,
      burgundy leather gold`),
  },
];
