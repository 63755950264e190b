/** Handbags and backpacks. */
import { darker, lighter } from '../colours.ts';
import type { Sheet } from '../sheet.ts';
import type { Drawing, Look } from './look.ts';

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
  sheet.line('M286 78C286 30 354 30 354 78', dark, 15);
  sheet.line('M190 150C160 230 158 400 176 500M450 150C480 230 482 400 464 500', darker(look.colour.hex, 0.6), 17);
  sidePocket(sheet, look, 1);
  sidePocket(sheet, look, -1);
  sheet.cloth(
    'M200 574C188 560 182 470 184 360C184 240 186 160 206 112C222 76 270 66 320 66C370 66 418 76 434 112C454 160 456 240 456 360C458 470 452 560 440 574C400 584 240 584 200 574Z',
    look,
    { folds: ['M212 170C206 250 208 300 212 346', 'M428 170C434 250 432 300 428 346'] },
  );
  const lid = 'M206 250C206 150 222 96 320 96C418 96 434 150 434 250';
  sheet.line(lid, dark, 7).line(lid, '#c8ccd1', 2.4, 'stroke-dasharray="3 3"');
  const pocket =
    'M212 560C204 500 204 440 212 388C214 366 240 356 320 356C400 356 426 366 428 388C436 440 436 500 428 560C400 570 240 570 212 560Z';
  sheet.cloth(pocket, look, { depth: 0.9, fill: darker(look.colour.hex, 0.12) });
  sheet.line('M226 398C250 386 390 386 414 398', trim, 9);
  sheet.line('M226 398C250 386 390 386 414 398', '#d4d8dc', 2.4, 'stroke-dasharray="3 3"');
  sheet.path('M396 392H410L408 434H398Z', trim);
  if (look.variant % 2 === 0) {
    const band = 'M196 296C240 304 400 304 444 296V332C400 340 240 340 196 332Z';
    sheet.path(band, trim).path(
      band,
      sheet.linear([
        [0, '#000', 0.3],
        [0.4, '#fff', 0.16],
        [1, '#000', 0.3],
      ]),
    );
    sheet.path('M286 170H354V216H286Z', trim, `stroke="${darker(trim, 0.4)}" stroke-width="1.6"`);
    sheet.line('M298 186H342M298 200H328', lighter(trim, 0.65), 5);
  } else {
    sheet.path('M246 96H266V352H246ZM374 96H394V352H374Z', trim, 'opacity=".92"');
    for (const x of [241, 369]) {
      sheet.add(
        `<rect x="${x}" y="290" width="30" height="24" rx="4" fill="none" stroke="${metal}" stroke-width="5"/>`,
      );
    }
  }
};

/** `side` is 1 for the left pocket, -1 for the right one. */
function sidePocket(sheet: Sheet, look: Look, side: 1 | -1): void {
  const x = (offset: number) => 320 - side * offset;
  sheet.cloth(
    `M${x(128)} 400C${x(160)} 396 ${x(172)} 410 ${x(170)} 440C${x(172)} 500 ${x(166)} 556 ${x(130)} 566Z`,
    look,
    { plain: true, fill: darker(look.colour.hex, 0.25), round: 'flat' },
  );
}
