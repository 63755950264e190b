/** Watches, sunglasses, caps, hats and belts. */
import { brightness, darker, lighter } from '../colours.ts';
import { symmetric } from '../sheet.ts';
import type { Drawing, Look } from './look.ts';

function ticks(cx: number, cy: number, radius: number, colour: string): string {
  let marks = '';
  for (let i = 0; i < 60; i++) {
    const long = i % 5 === 0;
    marks += `<rect x="${cx - (long ? 2.5 : 0.7)}" y="${cy - radius}" width="${long ? 5 : 1.4}" height="${long ? 19 : 7}" fill="${colour}" transform="rotate(${i * 6} ${cx} ${cy})"/>`;
  }
  return marks;
}

export const watch: Drawing = (sheet, look) => {
  const metallic = look.pattern === 'plain' && ['Silver', 'Gold'].includes(look.colour.name);
  const caseColour = look.colour.name === 'Gold' || look.accent.name === 'Gold' ? '#d2a94a' : '#c4c9cf';
  const dial = look.variant % 2 === 0 ? '#f7f6f2' : '#1d2230';
  const ink = dial === '#1d2230' ? '#f0f0ee' : '#22252b';
  const band = symmetric(
    [320, 24],
    [
      [280, 24, 262, 24, 258, 34],
      [256, 90, 250, 140, 238, 190],
      [238, 450],
      [250, 500, 256, 550, 258, 606],
      [262, 616, 280, 616, 320, 616],
    ],
  );
  sheet.cloth(band, look, { depth: 1.3 });
  if (metallic) {
    for (let y = 44; y < 610; y += 23)
      if (y < 170 || y > 470)
        sheet.line(`M252 ${y}H388M296 ${y}V${y + 23}M344 ${y}V${y + 23}`, darker(look.colour.hex, 0.5), 2);
  } else {
    sheet.stitch(
      'M270 40C268 100 264 140 254 176M370 40C372 100 376 140 386 176M270 600C268 540 264 500 254 464M370 600C372 540 376 500 386 464',
      lighter(look.colour.hex, 0.5),
    );
    for (const y of [508, 540, 572])
      sheet.add(`<ellipse cx="320" cy="${y}" rx="6" ry="8" fill="${darker(look.colour.hex, 0.7)}"/>`);
  }
  sheet.add(
    `<rect x="462" y="300" width="28" height="40" rx="7" fill="${darker(caseColour, 0.2)}" stroke="#555" stroke-width="1.4"/>`,
    `<circle cx="320" cy="320" r="152" fill="${sheet.linear(
      [
        [0, lighter(caseColour, 0.7)],
        [0.45, caseColour],
        [1, darker(caseColour, 0.5)],
      ],
      45,
    )}" stroke="${darker(caseColour, 0.55)}" stroke-width="2"/>`,
    `<circle cx="320" cy="320" r="128" fill="${sheet.linear(
      [
        [0, darker(caseColour, 0.5)],
        [1, lighter(caseColour, 0.6)],
      ],
      45,
    )}"/>`,
    `<circle cx="320" cy="320" r="121" fill="${dial}"/>`,
    ticks(320, 320, 113, ink),
  );
  if (look.variant % 3 === 1) {
    for (const [x, y] of [
      [276, 336],
      [364, 336],
      [320, 376],
    ] as const)
      sheet.add(
        `<circle cx="${x}" cy="${y}" r="25" fill="${lighter(dial, 0.12)}" stroke="${ink}" stroke-width="2"/>`,
        `<path d="M${x} ${y}V${y - 18}" stroke="${ink}" stroke-width="2.4"/>`,
      );
  } else sheet.add(`<rect x="376" y="308" width="36" height="24" fill="#fff" stroke="${ink}" stroke-width="1.6"/>`);
  sheet.line('M320 320L262 272', ink, 9).line('M320 332L362 236', ink, 6.5).line('M320 346L330 220', '#cf2f2f', 2.2);
  sheet.add(
    `<circle cx="320" cy="320" r="8.5" fill="${ink}"/>`,
    `<path d="M214 262A121 121 0 0 1 388 221A190 190 0 0 0 214 262Z" fill="#fff" opacity=".22"/>`,
  );
};

export const sunglasses: Drawing = (sheet, look) => {
  const shape = look.variant % 3;
  const frame = look.colour.hex;
  const lens = sheet.linear(
    brightness(look.accent.hex) > 0.7
      ? [
          [0, '#5b3a22'],
          [1, '#c79258'],
        ]
      : [
          [0, '#14161b'],
          [0.55, '#32373f'],
          [1, '#747b85'],
        ],
    90,
  );
  const outline = [
    'M176 236C250 236 296 262 294 316C290 376 244 412 180 412C114 412 66 376 64 316C62 262 108 236 176 236Z',
    'M64 250C100 232 250 232 290 254C300 330 272 410 176 412C96 412 58 340 64 250Z',
    'M72 246H284C290 300 286 366 266 392C226 412 126 412 92 392C70 366 64 300 72 246Z',
  ][shape] as string;
  const right = `<g transform="matrix(-1 0 0 1 640 0)">`;
  sheet.line(
    'M70 268C40 262 30 250 44 226C60 196 90 180 120 172M570 268C600 262 610 250 596 226C580 196 550 180 520 172',
    darker(frame, 0.15),
    13,
  );
  const glass = `<path d="${outline}" fill="${lens}" stroke="${frame}" stroke-width="19" stroke-linejoin="round"/><path d="${outline}" fill="none" stroke="${lighter(frame, 0.35)}" stroke-width="3" opacity=".7"/><path d="M104 280L176 256L132 372L96 340Z" fill="#fff" opacity=".16"/>`;
  sheet.add(glass, `${right}${glass}</g>`);
  sheet.line('M284 276C300 252 340 252 356 276', frame, 17);
  sheet.line('M288 268C304 248 336 248 352 268', lighter(frame, 0.35), 3, 'opacity=".7"');
  if (shape === 0) sheet.line('M250 246C290 226 350 226 390 246', frame, 9);
};

export const cap: Drawing = (sheet, look) => {
  const visor = look.pattern === 'plain' ? look.accent.hex : darker(look.colour.hex, 0.25);
  sheet.cloth('M150 402C140 250 230 160 352 160C474 160 548 250 544 396C440 430 260 436 150 402Z', look, {
    folds: ['M352 166C330 240 326 320 330 414', 'M450 196C470 260 476 330 470 400'],
  });
  sheet.seam(
    'M352 160C300 210 270 310 268 418M352 160C410 200 450 300 458 412M352 160C440 170 510 230 520 330M352 160C260 176 190 230 168 330',
    look,
    2.4,
  );
  sheet.add(`<ellipse cx="352" cy="160" rx="19" ry="10" fill="${darker(look.colour.hex, 0.25)}"/>`);
  for (const [x, y] of [
    [248, 236],
    [392, 226],
    [474, 258],
  ] as const)
    sheet.add(`<circle cx="${x}" cy="${y}" r="6" fill="${darker(look.colour.hex, 0.6)}"/>`);
  sheet.cloth(
    'M150 396C240 428 330 428 396 418C380 462 250 494 132 484C80 478 44 462 52 446C72 420 112 412 150 396Z',
    look,
    { plain: true, round: 'down', fill: visor },
  );
  for (const dy of [14, 28, 42])
    sheet.stitch(
      `M${150 - dy} ${404 + dy * 1.1}C240 ${430 + dy} 320 ${428 + dy} ${392 - dy} ${420 + dy * 0.9}`,
      lighter(visor, 0.35),
      1.6,
    );
  if (look.variant % 2 === 0)
    sheet.add(
      `<circle cx="316" cy="310" r="37" fill="${look.accent.hex}" stroke="${lighter(look.colour.hex, 0.7)}" stroke-width="5"/>`,
      `<path d="M296 326L316 284L336 326Z" fill="${lighter(look.colour.hex, 0.75)}"/>`,
    );
};

export const hat: Drawing = (sheet, look) => {
  const ribbon = look.accent.hex;
  sheet.cloth(
    'M320 366C460 366 586 386 590 424C592 464 450 486 320 486C190 486 48 464 50 424C54 386 180 366 320 366Z',
    look,
    { round: 'down', depth: 0.9 },
  );
  sheet.add(`<ellipse cx="320" cy="416" rx="176" ry="28" fill="#000" opacity=".22" filter="url(#soft)"/>`);
  sheet.cloth(
    'M166 412C170 300 190 196 236 172C270 158 296 188 320 188C344 188 370 158 404 172C450 196 470 300 474 412C420 436 220 436 166 412Z',
    look,
    { depth: 1.1, folds: ['M320 192C312 230 316 260 318 300', 'M250 184C236 230 232 270 230 320'] },
  );
  const band = 'M168 352C230 376 410 376 472 352L474 412C420 436 220 436 166 412Z';
  sheet.path(band, ribbon).path(
    band,
    sheet.linear([
      [0, '#000', 0.35],
      [0.4, '#fff', 0.14],
      [1, '#000', 0.35],
    ]),
  );
  if (look.variant % 2 === 0)
    sheet.path('M170 366L128 350V428L172 408Z', ribbon, `stroke="${darker(ribbon, 0.4)}" stroke-width="1.6"`);
};

const buckle = (colour: string, look: Look) =>
  `<rect x="262" y="296" width="116" height="156" rx="16" fill="none" stroke="${colour}" stroke-width="19"/><rect x="262" y="296" width="116" height="156" rx="16" fill="none" stroke="${lighter(colour, 0.65)}" stroke-width="4"/>` +
  `<path d="M270 374H386" stroke="${darker(colour, 0.25)}" stroke-width="13" stroke-linecap="round"/><path d="M398 322H426V426H398Z" fill="${darker(look.colour.hex, 0.2)}" stroke="#1115" stroke-width="2"/>`;

export const belt: Drawing = (sheet, look) => {
  const dark = darker(look.colour.hex, 0.55);
  const fixings = look.accent.name === 'Gold' ? '#d2a94a' : '#b4bac1';
  sheet.path('M76 290C80 190 560 190 564 290V370C520 300 120 300 76 370Z', dark);
  sheet.path('M120 296C150 230 490 230 520 296C470 262 170 262 120 296Z', darker(look.colour.hex, 0.75));
  sheet.cloth(
    'M76 290C90 350 220 330 320 330C420 330 550 350 564 290C572 330 572 370 560 396C530 430 420 418 320 418C220 418 110 430 80 396C68 370 68 330 76 290Z',
    look,
    { depth: 1.2 },
  );
  sheet.stitch(
    'M84 320C130 356 230 342 320 342C410 342 510 356 556 320M88 388C130 414 230 406 320 406C410 406 510 414 552 388',
    lighter(look.colour.hex, 0.4),
  );
  for (const x of [440, 476, 512])
    sheet.add(`<ellipse cx="${x}" cy="374" rx="6" ry="8" fill="${darker(look.colour.hex, 0.75)}"/>`);
  sheet.add(buckle(fixings, look));
};
