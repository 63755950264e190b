/** Dresses, skirts, jeans and shorts, seen from the front. */
import { darker, lighter } from '../colours.ts';
import { type Segment, symmetric } from '../sheet.ts';
import type { Drawing } from './look.ts';

const skirtFolds = (top: number, bottom: number) => [
  `M286 ${top}C270 ${(top + bottom) / 2} 240 ${bottom - 60} 222 ${bottom}`,
  `M312 ${top}C310 ${(top + bottom) / 2} 296 ${bottom - 60} 290 ${bottom}`,
  `M336 ${top}C346 ${(top + bottom) / 2} 352 ${bottom - 60} 362 ${bottom}`,
  `M356 ${top}C376 ${(top + bottom) / 2} 404 ${bottom - 60} 424 ${bottom}`,
];

export const dress: Drawing = (sheet, look) => {
  const sleeved = look.variant % 3 === 1;
  const long = look.variant % 3 === 2;
  const hem = long ? 606 : 540;
  const flare = long ? 176 : 142;
  const shoulder: readonly Segment[] = sleeved
    ? [
        [234, 74, 214, 82, 204, 92],
        [180, 116, 164, 148, 156, 180],
        [176, 192, 194, 196, 212, 196],
        [218, 186, 222, 178, 226, 170],
      ]
    : [
        [248, 70],
        [250, 110, 236, 138, 226, 168],
      ];
  const outline = symmetric(
    [320, sleeved ? 118 : 136],
    [
      sleeved ? [290, 116, 270, 94, 266, 66] : [292, 132, 276, 106, 274, 62],
      ...shoulder,
      [236, 210, 254, 244, 258, 272],
      [238, 340, 190, 440, flare, hem - 8],
      [190, hem + 12, 260, hem + 16, 320, hem + 14],
    ],
  );
  sheet.path(
    'M270 68C290 60 350 60 370 68C366 108 340 124 320 124C300 124 274 108 270 68Z',
    darker(look.colour.hex, 0.45),
    sleeved ? '' : 'opacity="0"',
  );
  sheet.cloth(outline, look, {
    folds: [...skirtFolds(290, hem), 'M262 190C280 206 300 212 316 212', 'M378 190C360 206 340 212 324 212'],
  });
  const belt = look.pattern === 'plain' ? darker(look.colour.hex, 0.22) : look.accent.hex;
  sheet.path(
    'M256 258C290 268 350 268 384 258L386 282C350 292 290 292 254 282Z',
    belt,
    `stroke="${darker(belt, 0.4)}" stroke-width="1.2"`,
  );
  if (look.variant % 2 === 0)
    sheet.path(
      'M320 270C300 250 282 256 284 270C286 284 304 286 320 274C336 286 354 284 356 270C358 256 340 250 320 270Z',
      belt,
      `stroke="${darker(belt, 0.45)}" stroke-width="1.4"`,
    );
  sheet.stitch(
    `M${flare + 6} ${hem - 18}C210 ${hem} 430 ${hem} ${634 - flare} ${hem - 18}`,
    darker(look.colour.hex, 0.3),
  );
};

export const skirt: Drawing = (sheet, look) => {
  const pencil = look.variant % 3 === 1;
  const flare = pencil ? 206 : 118;
  const hem = pencil ? 548 : 510;
  const outline = symmetric(
    [320, 132],
    [
      [290, 132, 256, 130, 232, 124],
      [216, 200, pencil ? 196 : 168, 300, flare, hem],
      [200, hem + 26, 270, hem + 30, 320, hem + 30],
    ],
  );
  sheet.cloth(outline, look, {
    folds: pencil
      ? ['M250 180C240 260 246 400 240 520', 'M396 200C404 300 398 420 404 520']
      : skirtFolds(150, hem + 10),
  });
  sheet.cloth('M231 104C270 114 370 114 409 104L412 142C370 152 270 152 228 142Z', look, { plain: true, depth: 0.7 });
  if (pencil) sheet.seam(`M320 150V${hem + 24}`, look);
  else
    for (const x of [190, 256, 384, 450])
      sheet.seam(
        `M${320 + (x - 320) * 0.5} 150C${320 + (x - 320) * 0.7} 280 ${320 + (x - 320) * 0.95} 420 ${320 + (x - 320) * 1.06} ${hem + 22}`,
        look,
        1.6,
      );
  sheet.add(
    `<circle cx="320" cy="127" r="7" fill="${lighter(look.colour.hex, 0.6)}" stroke="#444" stroke-width="1.4"/>`,
  );
};

export const jeans: Drawing = (sheet, look) => {
  const slim = look.variant % 2 === 0;
  const ankle = slim ? 222 : 196;
  const thread = look.pattern === 'denim' ? '#d79c4d' : lighter(look.colour.hex, 0.3);
  const outline = symmetric(
    [320, 78],
    [
      [290, 78, 256, 76, 232, 70],
      [220, 130, 206, 180, 202, 240],
      [196, 360, ankle - 6, 480, ankle, 604],
      [ankle + 20, 610, ankle + 56, 610, ankle + 74, 606],
      [300, 500, 306, 380, 314, 262],
      [320, 254],
    ],
  );
  sheet.cloth(outline, look, {
    depth: 1.15,
    folds: [
      'M238 270C260 300 290 300 312 268',
      'M402 270C380 300 350 300 328 268',
      `M232 420C250 432 270 432 288 420`,
      'M408 430C390 442 370 442 352 430',
      'M228 520C244 530 262 530 282 520',
      'M412 526C396 536 380 536 360 526',
    ],
  });
  if (look.pattern === 'denim') {
    sheet.add(
      `<g filter="url(#soft)" fill="${lighter(look.colour.hex, 0.55)}" opacity=".32"><ellipse cx="258" cy="330" rx="22" ry="86"/><ellipse cx="382" cy="330" rx="22" ry="86"/></g>`,
    );
  }
  sheet.cloth('M231 64C270 74 370 74 409 64L414 96C370 108 270 108 226 96Z', look, { depth: 0.7 });
  for (const x of [252, 296, 344, 388])
    sheet.path(
      `M${x - 5} 68H${x + 5}V108H${x - 5}Z`,
      darker(look.colour.hex, 0.2),
      `stroke="${thread}" stroke-width="1.2"`,
    );
  sheet.stitch(
    'M226 152C250 150 282 136 290 108M414 152C390 150 358 136 350 108M226 158C254 156 288 140 296 108M414 158C386 156 352 140 344 108',
    thread,
  );
  sheet.stitch('M320 108V254M328 108V200C328 220 324 226 320 230', thread);
  sheet.stitch(
    `M214 250C208 360 ${ankle + 8} 480 ${ankle + 12} 596M426 250C432 360 ${632 - ankle} 480 ${628 - ankle} 596`,
    thread,
    1.4,
  );
  sheet.line(
    `M${ankle} 588C${ankle + 26} 594 ${ankle + 56} 594 ${ankle + 75} 590M${640 - ankle} 588C${614 - ankle} 594 ${584 - ankle} 594 ${565 - ankle} 590`,
    thread,
    2,
  );
  sheet.add(`<circle cx="320" cy="86" r="7.5" fill="#c98f4e" stroke="#5f3d1c" stroke-width="1.6"/>`);
};

export const shorts: Drawing = (sheet, look) => {
  const sport = look.variant % 2 === 1;
  const outline = symmetric(
    [320, 150],
    [
      [280, 150, 236, 146, 206, 138],
      [190, 230, 168, 330, 140, 470],
      [190, 492, 250, 496, 298, 488],
      [306, 440, 312, 390, 320, 340],
    ],
  );
  sheet.cloth(outline, look, {
    folds: [
      'M206 330C240 350 280 350 312 330',
      'M434 330C400 350 360 350 328 330',
      'M200 430C220 440 250 444 280 440',
      'M440 434C420 444 390 448 360 442',
    ],
  });
  sheet.cloth('M205 128C260 142 380 142 435 128L440 166C380 180 260 180 200 166Z', look, { plain: true, depth: 0.6 });
  sheet.seam('M320 176V338', look);
  if (sport) {
    sheet.line('M192 184C180 270 164 360 148 462M448 184C460 270 476 360 492 462', look.accent.hex, 14);
    sheet.line('M306 158C300 200 296 214 290 226M334 158C340 200 344 214 352 222', lighter(look.colour.hex, 0.75), 4.5);
  } else {
    sheet.stitch('M200 240C230 236 262 216 268 180M440 240C410 236 378 216 372 180', seamOf(look.colour.hex));
    sheet.stitch('M146 452C200 474 250 478 300 470M494 452C440 474 390 478 340 470', seamOf(look.colour.hex));
    for (const x of [236, 286, 354, 404])
      sheet.path(`M${x - 6} 132H${x + 6}V182H${x - 6}Z`, darker(look.colour.hex, 0.18));
    sheet.add(
      `<circle cx="320" cy="158" r="8" fill="${lighter(look.colour.hex, 0.55)}" stroke="#444" stroke-width="1.5"/>`,
    );
  }
};

const seamOf = (hex: string) => darker(hex, 0.4);
