/** Mugs, bottles, chairs and lamps. */
import { darker, lighter } from '../colours.ts';
import type { Drawing } from './look.ts';

export const mug: Drawing = (sheet, look) => {
  const inner = look.variant % 2 === 0 ? '#faf9f5' : lighter(look.colour.hex, 0.3);
  sheet.line('M446 262C560 240 566 430 440 432', darker(look.colour.hex, 0.2), 39);
  sheet.line('M446 262C560 240 566 430 440 432', look.colour.hex, 31);
  sheet.line('M450 254C546 240 552 410 452 424', '#ffffff', 5, 'opacity=".4"');
  sheet.cloth('M150 190C150 300 156 420 170 500C180 530 420 530 430 500C446 420 452 300 452 190Z', look, {
    depth: 1.3,
  });
  sheet.add(
    `<ellipse cx="301" cy="190" rx="151" ry="37" fill="${lighter(look.colour.hex, 0.35)}" stroke="${darker(look.colour.hex, 0.35)}" stroke-width="1.6"/>`,
    `<ellipse cx="301" cy="193" rx="139" ry="30" fill="${darker(inner, 0.16)}"/>`,
    `<path d="M164 198C190 226 412 226 438 198C420 214 380 222 301 222C222 222 182 214 164 198Z" fill="${inner}"/>`,
    `<path d="M184 236C182 330 188 420 200 486" stroke="#fff" stroke-width="15" stroke-linecap="round" fill="none" opacity=".35" filter="url(#soft)"/>`,
  );
  if (look.pattern === 'plain' && look.variant % 3 === 1) {
    sheet.path(
      'M301 420C250 380 232 350 240 322C250 294 286 294 301 324C316 294 352 294 362 322C370 350 352 380 301 420Z',
      look.accent.hex,
    );
  } else if (look.pattern === 'plain' && look.variant % 3 === 2) {
    sheet
      .line('M152 270C220 296 382 296 450 270', look.accent.hex, 17)
      .line('M156 322C220 346 382 346 447 322', look.accent.hex, 7);
  }
};

export const bottle: Drawing = (sheet, look) => {
  const lid = look.variant % 2 === 0 ? '#2b2d31' : '#c3c8ce';
  const body =
    'M262 150C262 186 226 196 222 246V566C222 594 240 602 262 602H378C400 602 418 594 418 566V246C414 196 378 186 378 150Z';
  sheet.cloth(body, look, { depth: 1.5 });
  sheet.add(
    `<path d="M244 262V560" stroke="#fff" stroke-width="13" stroke-linecap="round" opacity=".42" filter="url(#soft)"/>`,
  );
  sheet.path('M262 148H378V168H262Z', '#a9afb6', 'stroke="#666" stroke-width="1.2"');
  sheet.path('M258 72C258 58 382 58 382 72V148H258Z', lid, 'stroke="#222" stroke-width="1.4"').path(
    'M258 72C258 58 382 58 382 72V148H258Z',
    sheet.linear([
      [0, '#000', 0.35],
      [0.35, '#fff', 0.28],
      [1, '#000', 0.4],
    ]),
  );
  if (look.variant % 3 === 0) sheet.line('M282 62C282 18 358 18 358 62', lid, 15);
  if (look.variant % 3 !== 1) sheet.path('M222 500H418V536H222Z', look.accent.hex, 'opacity=".9"');
  sheet.path(
    'M320 320L352 372C360 400 340 420 320 420C300 420 280 400 288 372Z',
    lighter(look.colour.hex, 0.6),
    'opacity=".75"',
  );
};

const wood = '#b98552';

export const chair: Drawing = (sheet, look) => {
  const legs = look.variant % 2 === 0 ? wood : '#35373c';
  const leg = (d: string) => sheet.line(d, darker(legs, 0.3), 17).line(d, legs, 12);
  leg('M206 400L176 590');
  leg('M446 396L486 586');
  leg('M246 372L236 520');
  leg('M412 372L428 520');
  if (look.variant % 3 === 2) {
    sheet.line('M216 90L226 380M430 90L420 380', darker(legs, 0.2), 17);
    for (const y of [110, 176, 242])
      sheet.cloth(
        `M212 ${y}C270 ${y + 16} 376 ${y + 16} 434 ${y}L431 ${y + 42}C376 ${y + 58} 270 ${y + 58} 215 ${y + 42}Z`,
        look,
        { plain: true },
      );
  } else if (look.variant % 3 === 1) {
    sheet.cloth('M168 330C120 160 216 66 322 66C428 66 524 160 476 330C420 372 226 372 168 330Z', look, {
      folds: ['M250 110C230 190 236 270 246 340', 'M394 110C414 190 408 270 398 340'],
    });
    sheet.stitch('M190 320C150 176 232 92 322 92C412 92 494 176 454 320', lighter(look.colour.hex, 0.35));
  } else {
    leg('M236 120L228 380');
    leg('M406 120L414 380');
    sheet.cloth('M202 92C204 66 438 66 440 92L432 236C428 256 212 256 208 236Z', look, {
      folds: ['M260 84C256 140 258 190 262 246', 'M386 84C390 140 388 190 384 246'],
    });
  }
  sheet.cloth(
    'M190 356C250 328 400 328 456 352C486 366 490 398 470 414C400 440 240 440 178 416C156 398 164 370 190 356Z',
    look,
    { round: 'down', depth: 1.1 },
  );
  sheet.seam('M176 404C240 428 400 428 470 402', look, 2.4);
};

export const lamp: Drawing = (sheet, look) => {
  const shade = 'M214 66C260 56 380 56 426 66L442 280C390 296 250 296 198 280Z';
  const stand = look.variant % 2 === 0 ? wood : '#c9a24c';
  if (look.variant % 3 === 1) {
    const vase =
      'M296 288H344C346 330 404 360 408 440C410 500 380 540 320 540C260 540 230 500 232 440C236 360 294 330 296 288Z';
    sheet.path(vase, look.accent.hex, `stroke="${darker(look.accent.hex, 0.4)}" stroke-width="1.6"`);
    sheet.path(
      vase,
      sheet.linear([
        [0, '#000', 0.3],
        [0.35, '#fff', 0.3],
        [1, '#000', 0.3],
      ]),
    );
  } else {
    sheet.line('M320 280V556', darker(stand, 0.3), 21).line('M317 280V556', stand, 14);
    sheet.line('M314 290V552', lighter(stand, 0.6), 3, 'opacity=".7"');
    sheet.add(`<circle cx="320" cy="430" r="22" fill="${stand}" stroke="${darker(stand, 0.4)}" stroke-width="1.6"/>`);
  }
  const base = 'M228 566C232 536 408 536 412 566L418 580C416 594 224 594 222 580Z';
  sheet.path(base, darker(stand, 0.12), `stroke="${darker(stand, 0.5)}" stroke-width="1.6"`);
  sheet.cloth(shade, look, { depth: 0.9 });
  sheet.path(
    shade,
    sheet.radial(
      [
        [0, '#fff3c4', 0.85],
        [1, '#fff3c4', 0],
      ],
      0.5,
      0.8,
      0.6,
    ),
  );
  sheet.line('M214 66C260 56 380 56 426 66', darker(look.colour.hex, 0.3), 5);
  sheet.line('M198 280C250 296 390 296 442 280', darker(look.colour.hex, 0.3), 5);
};
