/** Mugs, water bottles, chairs and lamps. */
import { bottle, chair, lamp, mug } from '../drawings/home.ts';
import { type Kind, looks } from './kind.ts';

export const home: readonly Kind[] = [
  {
    prefix: 'MU',
    type: 'Mug',
    chinese: '马克杯',
    category: 'Home',
    draw: mug,
    floor: [520, 190],
    price: [8, 24],
    materials: ['Ceramic', 'Stoneware'],
    seasons: ['All year'],
    audiences: ['Home'],
    cuts: ['Coffee', 'Heart', 'Banded'],
    looks: looks(`
      white plain red, blue plain white, red plain white, black plain gold, yellow dotted white,
      green striped white, pink plain red, teal plain white, white dotted blue, orange, beige plain brown`),
  },
  {
    prefix: 'WB',
    type: 'Water Bottle',
    chinese: '水瓶',
    category: 'Home',
    draw: bottle,
    floor: [600, 125],
    price: [12, 39],
    materials: ['Steel', 'Tritan'],
    seasons: ['All year'],
    audiences: ['Home'],
    cuts: ['Loop', 'Slim', 'Sports'],
    looks: looks(`
      blue plain white, black plain red, silver plain blue, green plain black, red plain white,
      pink plain purple, teal plain yellow, orange plain black, white plain grey`),
  },
  {
    prefix: 'CH',
    type: 'Chair',
    chinese: '椅子',
    category: 'Home',
    draw: chair,
    floor: [588, 195],
    price: [59, 260],
    materials: ['Oak', 'Steel', 'Velvet'],
    seasons: ['All year'],
    audiences: ['Home'],
    cuts: ['Dining', 'Lounge', 'Slat Back'],
    looks: looks('grey, green, brown, red, navy, yellow, black, white, teal, tan leather'),
  },
  {
    prefix: 'LA',
    type: 'Table Lamp',
    chinese: '台灯',
    category: 'Home',
    draw: lamp,
    floor: [582, 140],
    price: [29, 120],
    materials: ['Brass', 'Ceramic', 'Wood'],
    seasons: ['All year'],
    audiences: ['Home'],
    cuts: ['Drum', 'Bedside', 'Desk'],
    looks: looks(`
      white plain blue, beige plain teal, yellow plain grey, red plain white, navy plain gold,
      grey plain pink, green plain beige, black plain gold`),
  },
];
