/** Handbags and backpacks. */
import { darker, lighter } from '../colours.ts';
import type { Drawing } from './look.ts';

const metal = '#d4b05c';

export const handbag: Drawing = (sheet, look) => {
  const kind = look.variant % 3;
  const dark = darker(look.colour.hex, 0.3);
  if (kind === 0) {
    sheet.line('M226 256C220 96 420 96 414 256', dark, 19);
    sheet.line('M226 256C220 96 420 96 414 256', lighter(look.colour.hex, 0.25), 4, 'opacity=".6"');
    sheet.cloth('M150 252C260 238 380 238 490 252L544 524C548 544 536 552 520 552H120C104 552 92 544 96 524Z', look, {
      folds: ['M220 280C206 360 200 440 196 540', 'M420 280C434 360 440 440 446 540'],
    });
    sheet.stitch(
      'M158 268C260 254 380 254 482 268L530 522C532 534 526 538 516 538H124C114 538 108 534 110 522Z',
      lighter(look.colour.hex, 0.4),
    );
    for (const x of [226, 414])
      sheet.add(
        `<rect x="${x - 15}" y="240" width="30" height="48" rx="6" fill="${dark}"/><circle cx="${x}" cy="272" r="7" fill="${metal}"/>`,
      );
    sheet.add(
      `<rect x="296" y="300" width="48" height="34" rx="6" fill="${metal}" stroke="#8b6d24" stroke-width="1.6"/>`,
    );
  } else if (kind === 1) {
    sheet.line('M132 330C110 60 530 60 508 330', metal, 7, 'stroke-dasharray="15 5" stroke-linecap="butt"');
    sheet.cloth(
      'M116 300H524C540 400 538 480 528 530C524 546 514 552 500 552H140C126 552 116 546 112 530C102 480 100 400 116 300Z',
      look,
      { folds: ['M180 440C172 480 170 510 172 548', 'M460 440C468 480 470 510 468 548'] },
    );
    sheet.cloth('M106 296C180 270 460 270 534 296C530 380 470 440 320 446C170 440 110 380 106 296Z', look, {
      depth: 0.9,
    });
    sheet.stitch(
      'M120 304C190 284 450 284 520 304C514 372 460 426 320 432C180 426 126 372 120 304Z',
      lighter(look.colour.hex, 0.35),
    );
    sheet.add(
      `<circle cx="320" cy="428" r="25" fill="${metal}" stroke="#8b6d24" stroke-width="2"/><circle cx="320" cy="428" r="12" fill="${lighter(metal, 0.5)}"/>`,
    );
  } else {
    sheet.line('M250 240C250 70 390 70 390 240', dark, 15);
    sheet.cloth('M112 240C240 268 400 268 528 240L498 548C440 566 200 566 142 548Z', look, {
      folds: [
        'M210 270C214 380 206 460 214 556',
        'M430 270C426 380 434 460 426 556',
        'M320 290C324 380 318 460 322 556',
      ],
    });
    sheet.line('M250 250C250 110 390 110 390 250', darker(look.colour.hex, 0.12), 15);
    sheet.path('M238 250H262V300H238ZM378 250H402V300H378Z', dark);
    sheet.stitch('M118 258C240 284 400 284 522 258', lighter(look.colour.hex, 0.4));
    sheet.path('M302 330H338V392L320 410L302 392Z', dark);
  }
};

export const backpack: Drawing = (sheet, look) => {
  const trim = look.pattern === 'plain' ? look.accent.hex : darker(look.colour.hex, 0.35);
  const dark = darker(look.colour.hex, 0.38);
  sheet.line('M266 98C266 44 374 44 374 98', dark, 17);
  sheet.line('M176 180C120 220 116 420 152 520M464 180C520 220 524 420 488 520', dark, 24);
  sheet.cloth(
    'M170 560C148 430 150 290 168 196C182 118 240 84 320 84C400 84 458 118 472 196C490 290 492 430 470 560C430 584 210 584 170 560Z',
    look,
    { folds: ['M206 180C196 280 200 330 206 380', 'M432 180C446 280 440 330 436 380'] },
  );
  sheet.line('M186 300C180 190 214 122 320 122C426 122 460 190 454 300', dark, 7);
  sheet.line('M186 300C180 190 214 122 320 122C426 122 460 190 454 300', '#c8ccd1', 2.4, 'stroke-dasharray="3 3"');
  sheet.cloth(
    'M196 556C184 470 188 420 204 372C220 346 420 346 436 372C452 420 456 470 444 556C400 572 240 572 196 556Z',
    look,
    { depth: 0.9 },
  );
  sheet.line('M212 396C260 376 380 376 428 396', trim, 9);
  sheet.line('M212 396C260 376 380 376 428 396', '#d4d8dc', 2.4, 'stroke-dasharray="3 3"');
  sheet.path('M402 388H416L414 430H404Z', trim);
  if (look.variant % 2 === 0) {
    sheet.path('M270 210H370V262H270Z', trim, `stroke="${darker(trim, 0.4)}" stroke-width="1.6"`);
    sheet.line('M286 228H354M286 244H336', lighter(trim, 0.65), 5);
  } else {
    sheet.path('M238 150H262V356H238ZM378 150H402V356H378Z', trim, 'opacity=".92"');
    sheet.add(
      `<rect x="232" y="300" width="36" height="26" rx="4" fill="none" stroke="${metal}" stroke-width="5"/><rect x="372" y="300" width="36" height="26" rx="4" fill="none" stroke="${metal}" stroke-width="5"/>`,
    );
  }
};
