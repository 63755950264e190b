/** T-shirts, shirts, sweaters and jackets, laid flat and seen from the front. */
import { darker, lighter } from '../colours.ts';
import { type Segment, symmetric } from '../sheet.ts';
import type { Drawing, Look } from './look.ts';

const bodyFolds = [
  'M214 300C236 360 220 430 232 520',
  'M426 300C408 380 424 440 410 530',
  'M300 470C310 500 300 530 306 556',
];

export const tshirt: Drawing = (sheet, look) => {
  const vNeck = look.variant % 3 === 1;
  const neck: Segment = vNeck ? [262, 110] : [284, 158, 262, 138, 258, 108];
  const outline = symmetric(vNeck ? [320, 198] : [320, 164], [
    neck,
    [234, 118, 204, 126, 182, 138],
    [144, 164, 110, 220, 88, 272],
    [106, 292, 136, 306, 166, 314],
    [174, 296, 182, 280, 190, 268],
    [196, 370, 192, 470, 186, 556],
    [240, 572, 280, 572, 320, 572],
  ]);
  sheet.path(
    'M258 110C280 92 360 92 382 110C372 150 340 168 320 168C300 168 268 150 258 110Z',
    darker(look.colour.hex, 0.32),
  );
  sheet.cloth(outline, look, { folds: bodyFolds });
  sheet.line(
    vNeck ? 'M259 112L320 200L381 112' : 'M259 110C266 148 292 167 320 167C348 167 374 148 381 110',
    darker(look.colour.hex, 0.14),
    11,
  );
  sheet.seam('M192 266C186 220 190 176 204 132M448 266C454 220 450 176 436 132', look);
  sheet.stitch('M190 544C240 560 400 560 450 544', darker(look.colour.hex, 0.3));
  sheet.stitch('M98 264C118 284 144 297 168 303M542 264C522 284 496 297 472 303', darker(look.colour.hex, 0.3));
  if (look.pattern === 'plain' && look.variant % 3 === 2) {
    const print = look.accent.hex;
    sheet.add(
      `<circle cx="320" cy="312" r="62" fill="${print}"/>`,
      `<path d="M270 330L302 284L324 314L340 294L370 330Z" fill="${lighter(print, 0.75)}"/>`,
      `<path d="M262 392H378M282 408H358" stroke="${print}" stroke-width="7"/>`,
    );
  }
};

/** Long sleeves hanging beside the body; `hem` is where the body ends. */
function longSleeved(hem: number, neckDepth: number): string {
  return symmetric(
    [320, neckDepth],
    [
      [290, neckDepth - 4, 268, 128, 262, 104],
      [236, 114, 210, 122, 190, 134],
      [140, 170, 112, 340, 92, 482],
      [106, 492, 132, 498, 150, 496],
      [166, 420, 182, 340, 194, 290],
      [198, 380, 196, 470, 192, hem],
      [240, hem + 8, 280, hem + 8, 320, hem + 8],
    ],
  );
}

export const shirt: Drawing = (sheet, look) => {
  const edge = darker(look.colour.hex, 0.3);
  sheet.path('M258 100C280 84 360 84 382 100L352 150H288Z', darker(look.colour.hex, 0.35));
  sheet.cloth(longSleeved(560, 150), look, { folds: bodyFolds });
  sheet.seam('M196 286C186 230 190 170 208 124M444 286C454 230 450 170 432 124', look);
  sheet.path('M306 146H334V566H306Z', look.colour.hex, `opacity=".55" stroke="${edge}" stroke-width="1.6"`);
  for (let y = 182; y < 560; y += 62) {
    sheet.add(
      `<circle cx="320" cy="${y}" r="6" fill="${lighter(look.colour.hex, 0.7)}" stroke="${darker(look.colour.hex, 0.5)}" stroke-width="1.6"/>`,
    );
  }
  sheet.cloth('M262 98C254 124 262 158 282 186L320 150C296 136 276 118 262 98Z', look, { round: 'flat', plain: true });
  sheet.cloth('M378 98C386 124 378 158 358 186L320 150C344 136 364 118 378 98Z', look, { round: 'flat', plain: true });
  sheet.cloth('M366 250H422V304L394 320L366 304Z', look, { round: 'flat' });
  sheet.cloth('M96 456L155 468L150 497C130 498 108 493 91 484Z', look, { plain: true, depth: 0.5 });
  sheet.cloth('M544 456L485 468L490 497C510 498 532 493 549 484Z', look, { plain: true, depth: 0.5 });
};

function ribs(from: number, to: number, top: number, bottom: number, step: number): string {
  let d = '';
  for (let x = from; x <= to; x += step) d += `M${x} ${top}V${bottom}`;
  return d;
}

export const sweater: Drawing = (sheet, look) => {
  const shade = darker(look.colour.hex, 0.25);
  const hood = look.variant % 3 === 2;
  sheet.path(
    'M256 104C280 82 360 82 384 104C372 146 344 160 320 160C296 160 268 146 256 104Z',
    darker(look.colour.hex, 0.4),
  );
  sheet.cloth(longSleeved(548, 160), look, { folds: bodyFolds });
  sheet.seam('M196 286C186 230 190 170 208 124M444 286C454 230 450 170 432 124', look);
  sheet.cloth('M190 524C240 540 400 540 450 524L448 560C400 576 240 576 192 560Z', look, { plain: true, depth: 0.6 });
  sheet.line(ribs(202, 438, 536, 562, 9), shade, 2.2, 'opacity=".6"');
  sheet.cloth('M96 456L155 468L150 500C130 503 108 498 91 488Z', look, { plain: true, depth: 0.5 });
  sheet.cloth('M544 456L485 468L490 500C510 503 532 498 549 488Z', look, { plain: true, depth: 0.5 });
  if (hood) {
    sheet.cloth(
      'M250 112C226 70 280 44 320 44C360 44 414 70 390 112C372 152 344 172 320 172C296 172 268 152 250 112Z',
      look,
      {
        plain: true,
      },
    );
    sheet.path(
      'M268 112C262 84 290 70 320 70C350 70 378 84 372 112C360 142 340 154 320 154C300 154 280 142 268 112Z',
      darker(look.colour.hex, 0.5),
    );
    sheet.line('M300 164V250M340 164V244', lighter(look.colour.hex, 0.7), 4);
    sheet.cloth('M244 400L270 372H370L396 400V476H244Z', look, { plain: true, depth: 0.4 });
  } else {
    sheet.line('M257 104C264 144 290 164 320 164C350 164 376 144 383 104', darker(look.colour.hex, 0.12), 17);
    sheet.line(
      'M257 104C264 144 290 164 320 164C350 164 376 144 383 104',
      shade,
      15,
      'stroke-dasharray="2 6" stroke-linecap="butt" opacity=".5"',
    );
  }
};

function zip(sheet: Parameters<Drawing>[0], top: number, bottom: number): void {
  sheet.line(`M320 ${top}V${bottom}`, '#3a3d42', 9);
  sheet.line(`M320 ${top}V${bottom}`, '#c9ced3', 6, 'stroke-dasharray="2.5 4" stroke-linecap="butt"');
  sheet.path(`M313 ${top + 24}H327L325 ${top + 56}H315Z`, '#aeb4ba', 'stroke="#555" stroke-width="1.4"');
}

export const jacket: Drawing = (sheet, look) => {
  const denim = look.pattern === 'denim';
  const collar = lapel(look);
  sheet.path('M252 98C280 80 360 80 388 98L360 152H280Z', darker(look.colour.hex, 0.55));
  sheet.cloth(longSleeved(536, 148), look, {
    folds: [...bodyFolds, 'M130 300C120 360 118 400 116 450', 'M510 300C520 360 522 400 524 450'],
    depth: 1.2,
  });
  sheet.seam('M196 286C186 230 190 170 208 124M444 286C454 230 450 170 432 124', look, 2.6);
  if (denim) {
    sheet.seam('M198 236H306M334 236H442M250 238L262 522M390 238L378 522', look, 3);
    sheet.stitch('M198 243H306M334 243H442M256 244L268 522M384 244L372 522', '#d9a257');
    sheet.path('M309 140H331V540H309Z', darker(look.colour.hex, 0.15), 'opacity=".8"');
    for (let y = 170; y < 530; y += 58)
      sheet.add(`<circle cx="320" cy="${y}" r="6.5" fill="#c98f4e" stroke="#6b4521" stroke-width="1.5"/>`);
    sheet.cloth('M218 250H290V300L254 316L218 300Z', look, { round: 'flat' });
    sheet.cloth('M422 250H350V300L386 316L422 300Z', look, { round: 'flat' });
  } else {
    zip(sheet, 142, 540);
    sheet.line('M216 392L262 448M424 392L378 448', darker(look.colour.hex, 0.5), 7);
    sheet.line('M216 392L262 448M424 392L378 448', '#b9bec4', 2.4);
    if (look.variant % 2 === 1)
      for (const y of [220, 280, 340, 400, 460])
        sheet.seam(
          `M197 ${y}C240 ${y + 14} 290 ${y + 14} 312 ${y + 8}M443 ${y}C400 ${y + 14} 350 ${y + 14} 328 ${y + 8}`,
          look,
          2.4,
        );
  }
  sheet.cloth(collar.left, look, { round: 'flat' });
  sheet.cloth(collar.right, look, { round: 'flat' });
  sheet.cloth('M191 512C240 528 400 528 449 512L448 548C400 562 240 562 192 548Z', look, { plain: true, depth: 0.7 });
};

function lapel(look: Look): { left: string; right: string } {
  return look.pattern === 'leather'
    ? {
        left: 'M256 94C240 130 236 190 262 252L318 196C296 170 272 130 256 94Z',
        right: 'M384 94C400 130 404 190 378 252L322 196C344 170 368 130 384 94Z',
      }
    : {
        left: 'M254 94C244 122 250 156 272 182L318 148C294 134 270 116 254 94Z',
        right: 'M386 94C396 122 390 156 368 182L322 148C346 134 370 116 386 94Z',
      };
}
