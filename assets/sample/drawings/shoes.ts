/** Sneakers, heels and boots from the side (toe to the left), flip-flops from above and aslant. */
import { brightness, darker, lighter } from '../colours.ts';
import type { Drawing } from './look.ts';

const rubber = '#f4f3ee';

export const sneaker: Drawing = (sheet, look) => {
  const runner = look.variant % 2 === 1;
  const sole = brightness(look.colour.hex) > 0.8 && look.variant % 3 === 0 ? '#c9a06c' : rubber;
  const trim = look.accent.hex;
  const upper =
    'M556 430C566 370 556 300 544 246C540 226 520 222 506 232C490 262 462 268 432 250C416 240 408 222 398 206C384 198 366 204 356 216C330 258 270 316 204 338C140 356 96 372 82 418L84 436Z';
  sheet.path('M398 206C420 184 500 190 544 246L520 300C480 300 430 290 398 206Z', darker(look.colour.hex, 0.5));
  sheet.cloth(upper, look, {
    round: 'down',
    folds: ['M232 350C250 370 262 392 266 420', 'M420 300C430 340 430 380 424 424'],
  });
  sheet.cloth('M82 418C90 384 126 364 166 352C196 372 208 402 206 436H84Z', look, {
    round: 'down',
    plain: true,
    depth: 0.8,
    fill: runner ? trim : lighter(look.colour.hex, 0.14),
  });
  sheet.cloth('M556 430C566 370 556 300 544 246L512 250C504 320 500 380 470 432Z', look, {
    round: 'flat',
    plain: true,
    fill: runner ? trim : darker(look.colour.hex, 0.12),
  });
  if (runner) {
    sheet.line('M470 420C420 404 350 372 312 322', trim, 17);
    sheet.line('M478 384C436 372 384 346 346 300', trim, 10, 'opacity=".8"');
  } else if (look.variant % 4 === 0) {
    for (const x of [0, 34, 68]) sheet.line(`M${330 + x} ${322 - x * 0.4}L${368 + x} 424`, trim, 15);
  } else {
    sheet.line('M310 420C340 380 420 352 496 350', trim, 16);
  }
  sheet.cloth('M356 216C330 258 276 306 222 330L252 352C318 322 372 272 400 226C394 210 372 204 356 216Z', look, {
    plain: true,
    depth: 0.5,
    fill: lighter(look.colour.hex, 0.1),
  });
  for (let i = 0; i < 6; i++) {
    const x = 250 + i * 22;
    const y = 322 - i * 19.5;
    sheet.line(`M${x - 4} ${y - 6}L${x + 34} ${y + 16}`, lighter(sole, 0.4), 8.5);
    sheet.line(`M${x - 4} ${y - 1}L${x + 33} ${y + 21}`, '#8b8f94', 1.6, 'opacity=".6"');
  }
  sheet.path(
    'M360 210C366 180 396 170 416 186L428 240C410 238 396 226 388 212Z',
    lighter(look.colour.hex, 0.12),
    `stroke="${darker(look.colour.hex, 0.4)}" stroke-width="1.6"`,
  );
  const midsole = runner
    ? 'M76 424C200 440 420 424 566 420C580 440 578 470 560 482C400 486 240 486 110 484C80 480 66 446 76 424Z'
    : 'M78 424C220 434 420 434 562 424C570 440 568 466 560 478H96C78 470 72 440 78 424Z';
  sheet.path(midsole, sole, `stroke="${darker(sole, 0.4)}" stroke-width="1.6"`);
  sheet.path(
    midsole,
    sheet.linear(
      [
        [0, '#fff', 0.4],
        [0.6, '#000', 0],
        [1, '#000', 0.22],
      ],
      90,
    ),
  );
  sheet.line('M84 468H562', runner ? trim : darker(sole, 0.35), runner ? 9 : 3.5);
  sheet.stitch('M96 442C220 450 420 450 554 442', darker(sole, 0.35));
};

export const heel: Drawing = (sheet, look) => {
  const high = look.variant % 2 === 0;
  const top = high ? 206 : 262;
  const strap = look.variant % 3 === 1;
  sheet.path(
    `M286 404C350 404 420 350 470 ${top + 36}L520 ${top + 12}L500 ${top + 96}C430 380 360 430 286 404Z`,
    lighter(look.colour.hex, 0.45),
  );
  const body = `M84 486C84 458 128 446 176 434C214 424 240 408 258 392C276 410 330 408 376 376C420 344 452 296 474 ${top + 20}C490 ${top - 6} 530 ${top - 6} 540 ${top + 18}C552 ${top + 70} 546 ${top + 120} 522 ${top + 160}L470 ${top + 164}C430 390 380 486 290 494L112 498C92 498 84 494 84 486Z`;
  const spike = high
    ? `M548 ${top + 60}C552 ${top + 120} 538 ${top + 190} 534 500H512C506 420 498 ${top + 200} 466 ${top + 166}C500 ${top + 130} 530 ${top + 100} 548 ${top + 60}Z`
    : `M548 ${top + 50}C552 ${top + 120} 548 ${top + 180} 548 500H484C486 ${top + 210} 484 ${top + 180} 466 ${top + 166}C500 ${top + 130} 530 ${top + 100} 548 ${top + 50}Z`;
  sheet.cloth(spike, look, { plain: true, fill: darker(look.colour.hex, 0.2) });
  sheet.cloth(body, look, { round: 'down', depth: 1.25 });
  sheet.line(`M92 494L300 492C380 482 430 400 470 ${top + 168}`, darker(look.colour.hex, 0.6), 6);
  sheet.line('M130 462C170 446 210 440 236 424', '#ffffff', 8, 'opacity=".35" filter="url(#soft)"');
  sheet.line(
    `M520 ${top + 20}C532 ${top + 60} 528 ${top + 100} 514 ${top + 132}`,
    '#ffffff',
    8,
    'opacity=".3" filter="url(#soft)"',
  );
  if (strap) {
    sheet.line(`M530 ${top + 34}C470 ${top + 6} 420 ${top + 20} 388 ${top + 76}`, darker(look.colour.hex, 0.1), 15);
    sheet.line(`M388 ${top + 76}C376 330 366 350 358 380`, darker(look.colour.hex, 0.1), 13);
    sheet.add(
      `<rect x="404" y="${top + 26}" width="22" height="22" rx="4" fill="none" stroke="#d9b65a" stroke-width="4.5" transform="rotate(-32 415 ${top + 37})"/>`,
    );
  }
};

export const boot: Drawing = (sheet, look) => {
  const tall = look.variant % 3 === 1;
  const laced = look.variant % 3 === 2;
  const top = tall ? 60 : 150;
  const body = `M${tall ? 318 : 326} ${top}C380 ${top - 14} 470 ${top - 14} 522 ${top + 4}C526 ${top + 120} 530 330 540 452L530 492H86C76 446 106 418 160 402C230 384 296 372 312 330C322 290 322 ${top + 100} ${tall ? 318 : 326} ${top}Z`;
  sheet.path(
    `M${tall ? 318 : 326} ${top}C380 ${top - 24} 470 ${top - 24} 522 ${top + 4}C470 ${top + 22} 380 ${top + 22} ${tall ? 318 : 326} ${top}Z`,
    darker(look.colour.hex, 0.6),
  );
  sheet.cloth(body, look, {
    depth: 1.2,
    folds: ['M330 330C370 350 420 346 470 320', 'M322 366C366 386 420 380 480 352', 'M200 396C220 420 226 450 226 480'],
  });
  sheet.line('M112 438C150 420 200 410 240 402', '#ffffff', 9, 'opacity=".3" filter="url(#soft)"');
  if (laced) {
    for (let i = 0; i < 7; i++) {
      const y = top + 24 + i * 28;
      sheet.line(`M322 ${y}L374 ${y + 14}M374 ${y}L322 ${y + 14}`, '#e6d6b4', 6);
      sheet.add(`<circle cx="376" cy="${y + 6}" r="5" fill="#b98d4c"/>`);
    }
  } else {
    sheet.seam(`M420 ${top - 4}V372`, look, 3);
    sheet.path(
      `M406 ${top + 8}H436L442 ${top + 130}C430 ${top + 146} 412 ${top + 146} 400 ${top + 130}Z`,
      darker(look.colour.hex, 0.45),
      'opacity=".8"',
    );
  }
  sheet.seam('M312 340C360 400 450 420 536 410', look, 2.6);
  const sole = laced ? '#d9b98a' : '#2a2523';
  sheet.path(
    'M80 476C200 486 440 486 542 476V524H440L424 502H90C78 500 74 488 80 476Z',
    sole,
    'stroke="#17120f" stroke-width="1.4"',
  );
};

function flipFlop(look: Parameters<Drawing>[1], bed: string): string {
  const strap = look.accent.hex;
  const edge = darker(look.colour.hex, 0.5);
  return (
    `<path d="M0 -230C62 -230 88 -150 80 -70C74 -10 58 40 62 110C66 180 44 226 0 226C-44 226 -62 180 -58 110C-54 40 -78 -10 -82 -80C-86 -160 -56 -230 0 -230Z" fill="${edge}" transform="translate(4 8)"/>` +
    `<path d="M0 -230C62 -230 88 -150 80 -70C74 -10 58 40 62 110C66 180 44 226 0 226C-44 226 -62 180 -58 110C-54 40 -78 -10 -82 -80C-86 -160 -56 -230 0 -230Z" fill="${bed}" stroke="${edge}" stroke-width="2"/>` +
    `<path d="M0 -206C46 -206 66 -140 60 -72C54 -14 42 40 44 108C46 166 32 204 0 204C-32 204 -44 166 -40 108C-36 40 -58 -14 -62 -80C-66 -146 -42 -206 0 -206Z" fill="none" stroke="${edge}" stroke-width="1.6" opacity=".4"/>` +
    `<path d="M-6 -138C-60 -100 -84 -40 -66 16L-48 22C-56 -30 -36 -80 0 -112C34 -82 52 -30 46 22L66 14C82 -40 56 -104 6 -138Z" fill="${strap}" stroke="${darker(strap, 0.5)}" stroke-width="1.8"/>` +
    `<circle cx="0" cy="-132" r="10" fill="${darker(strap, 0.25)}"/>`
  );
}

export const flipFlops: Drawing = (sheet, look) => {
  const bed = sheet.linear([
    [0, darker(look.colour.hex, 0.25)],
    [0.35, lighter(look.colour.hex, 0.12)],
    [1, darker(look.colour.hex, 0.12)],
  ]);
  sheet.add(
    `<g transform="translate(300 238) scale(1 .58) rotate(62)">${flipFlop(look, bed)}</g>`,
    `<g transform="translate(340 408) scale(1 .58) rotate(62) scale(-1 1)">${flipFlop(look, bed)}</g>`,
  );
};
