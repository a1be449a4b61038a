/** A drawing made here, for everyday things that Noto Emoji does not have. */
interface OwnDrawing {
  readonly icon: string;
  readonly kind: string;
  readonly box: readonly [left: number, top: number, width: number, height: number];
  readonly body: string;
}

const path = (d: string, fill: string, extra = '') => `<path d="${d}" fill="${fill}"${extra}/>`;
const line = (d: string, stroke: string, width: number) =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
const circle = (x: number, y: number, r: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;

/** One firework: rays around a point. */
function burst(x: number, y: number, reach: number, colour: string): string {
  const rays = Array.from({ length: 14 }, (_, at) => {
    const [dx, dy] = [Math.cos((at * Math.PI) / 7), Math.sin((at * Math.PI) / 7)];
    const [from, to] = [reach * 0.3, reach * (at % 2 === 0 ? 1 : 0.75)];
    return `M${(x + dx * from).toFixed(1)} ${(y + dy * from).toFixed(1)}L${(x + dx * to).toFixed(1)} ${(y + dy * to).toFixed(1)}`;
  });
  return line(rays.join(''), colour, 2.2) + circle(x, y, reach * 0.12, '#fff6d0');
}

/** All are drawn on 128 units, as Noto Emoji's are. */
export const OWN_DRAWINGS: readonly OwnDrawing[] = [
  {
    icon: 'table',
    kind: 'household',
    box: [2, 40, 124, 84],
    body: `${path('M14 58h10l-4 66h-9zM104 58h10l3 66h-9z', '#7a4d2b')}${path('M26 58h8l-2 52h-7zM94 58h8l1 52h-7z', '#5f3b20')}${path('M6 48h116v14H6z', '#8f5c35')}${path('M14 40h100l10 12H4z', '#c08a58')}${path('M4 52h120v6H4z', '#a06c41')}`,
  },
  {
    icon: 'bench',
    kind: 'household',
    box: [4, 50, 120, 74],
    body: `${line('M18 52v70M110 52v70M30 92v30M98 92v30', '#4b4f57', 6)}${path('M6 54h116v9H6zM6 68h116v9H6z', '#b07c48')}${path('M4 88h120v10H4z', '#c8925a')}`,
  },
  {
    icon: 'armchair',
    kind: 'household',
    box: [10, 14, 108, 110],
    body: `${path('M26 30q0-16 16-16h44q16 0 16 16v56H26z', '#a5563c')}${path('M32 78h64v22H32z', '#c97a58')}${path('M10 66q0-10 11-10t11 10v40h64V66q0-10 11-10t11 10v48H10z', '#8d4530')}${line('M22 116v6M106 116v6', '#4a2a1c', 6)}`,
  },
  {
    icon: 'fireplace',
    kind: 'household',
    box: [8, 20, 112, 104],
    body: `${path('M14 32h100v92H14z', '#a9745c')}${line('M14 50h20M94 50h20M14 70h20M94 70h20M14 90h20M94 90h20M14 110h20M94 110h20M44 40h1M64 40h1M84 40h1', '#8a5843', 2)}${path('M8 20h112v14H8z', '#6d4631')}${path('M34 124V70q0-20 30-20t30 20v54z', '#2b1a14')}${path('M64 66q22 22 14 42q-4 12-14 12t-14-12q-6-16 6-26q2 8 6 6q-2-12 2-22z', '#f2902c')}${path('M64 92q10 10 6 20q-2 6-6 6t-6-6q-4-10 6-20z', '#ffd95a')}${line('M46 120h36', '#5b3a24', 8)}`,
  },
  {
    icon: 'bookshelf',
    kind: 'household',
    box: [14, 8, 100, 116],
    body: `${path('M14 8h100v116H14z', '#8a5a36')}${path('M20 14h88v28H20zM20 50h88v28H20zM20 86h88v28H20z', '#4e301b')}${['#c0392b', '#2e86c1', '#d4ac0d', '#229954', '#8e44ad', '#e67e22'].map((fill, at) => path(`M${24 + at * 13} 20h9v22h-9zM${28 + at * 13} 56h9v22h-9zM${22 + at * 14} 92h10v22h-10z`, fill)).join('')}`,
  },
  {
    icon: 'vase',
    kind: 'dishware',
    box: [34, 20, 60, 104],
    body: `${path('M50 20h28l-4 22q20 16 20 46q0 30-14 36H48q-14-6-14-36q0-30 20-46z', '#4f8fb8')}${path('M46 60q-6 12-6 28q0 16 6 26q-2-28 0-54z', '#8fc3e0')}${path('M37 78h54v8H37z', '#e8f3f8')}`,
  },
  {
    icon: 'fishbowl',
    kind: 'household',
    box: [12, 22, 104, 100],
    body: `${path('M40 26h48q28 14 28 48q0 34-30 48H42Q12 108 12 74q0-34 28-48z', '#d6eef8')}${path('M16 62h96q4 40-26 58H42Q12 102 16 62z', '#7cc4e8')}${path('M40 114q24-10 48 0l-2 8H42z', '#d9b877')}${line('M38 26h52', '#b9dcea', 7)}`,
  },
  {
    icon: 'bridge',
    kind: 'bridge',
    box: [0, 46, 128, 78],
    body: `${path('M0 66Q64 40 128 66v58h-14q0-40-22-40T70 124H58q0-40-22-40t-22 40H0z', '#9a7b5c')}${path('M0 60Q64 34 128 60v10Q64 44 0 70z', '#c3a27c')}${line('M6 58V46M30 50V38M64 46V34M98 50V38M122 58V46M2 48Q64 20 126 48', '#7a5c40', 4)}`,
  },
  {
    icon: 'lighthouse',
    kind: 'place-building',
    box: [28, 2, 72, 122],
    body: `${path('M50 34h28l8 90H42z', '#f4f1ea')}${path('M48.6 50h30.8l1.8 18H46.8zM45.2 86h37.6l1.800 18H43.4z', '#d5392f')}${path('M46 28h36v8H46z', '#3c4450')}${path('M52 12h24v16H52z', '#ffe27a')}${path('M48 12Q64-4 80 12z', '#d5392f')}${path('M28 112h72l-6 12H34z', '#8a8378')}`,
  },
  {
    icon: 'windmill',
    kind: 'place-building',
    box: [6, 2, 116, 122],
    body: `${path('M48 50h32l10 74H38z', '#d9c3a5')}${path('M46 50q18-24 36 0z', '#8a4b32')}${path('M58 98h12v26H58z', '#6b4428')}${['45', '135', '225', '315'].map((turn) => `<g transform="rotate(${turn} 64 52)">${line('M64 52V4', '#5f4630', 3)}${path('M64 8h14v34H64z', '#f3ead9')}${line('M64 16h14M64 25h14M64 34h14M71 8v34', '#b79c79', 1.2)}</g>`).join('')}${circle(64, 52, 5, '#4b3826')}`,
  },
  {
    icon: 'waterfall',
    kind: 'place-geographic',
    box: [2, 6, 124, 118],
    body: `${path('M2 124V34l26-22 20 6v106zM126 124V30l-24-20-22 8v106z', '#6d7a6a')}${path('M2 124V60l20-14 26 20v58zM126 124V56l-22-12-24 24v56z', '#56624f')}${path('M44 14q20-8 40 0l4 96H40z', '#a9dcf4')}${line('M52 18v88M62 14v94M72 16v90M80 22v82', '#e8f8ff', 3)}${path('M22 116q10-14 22-8q20-12 40 0q12-6 22 8q-20 14-84 0z', '#f4fbff')}${circle(12, 34, 9, '#5f9e3f')}${circle(24, 22, 9, '#4f8f45')}${circle(114, 30, 10, '#5f9e3f')}${circle(104, 18, 8, '#4f8f45')}`,
  },
  {
    icon: 'pyramids',
    kind: 'place-building',
    box: [0, 30, 128, 94],
    body: `${path('M50 30 100 124H0z', '#e0b867')}${path('M50 30 100 124H66z', '#b98f45')}${path('M94 62l34 62H64z', '#d9ae5c')}${path('M94 62l34 62h-24z', '#ad843c')}`,
  },
  {
    icon: 'campfire',
    kind: 'household',
    box: [16, 30, 96, 94],
    body: `${path('M64 30q34 34 24 62q-6 20-24 20t-24-20q-8-24 10-40q2 12 8 8q-2-16 6-30z', '#f2812c')}${path('M64 70q18 16 10 32q-3 8-10 8t-10-8q-6-14 10-32z', '#ffd95a')}${line('M26 118 98 104M30 104l72 14', '#6b4126', 11)}${circle(26, 118, 5, '#c99a66')}${circle(102, 118, 5, '#c99a66')}`,
  },
  {
    icon: 'streetlamp',
    kind: 'place-other',
    box: [40, 4, 48, 120],
    body: `${line('M64 44v76', '#38404a', 6)}${path('M48 116h32v8H48z', '#2c333b')}${path('M50 16h28l-5 28H55z', '#ffe28a')}${path('M46 16q18-20 36 0z', '#38404a')}`,
  },
  {
    icon: 'fence',
    kind: 'household',
    box: [2, 60, 124, 64],
    body: `${path('M2 78h124v8H2zM2 102h124v8H2z', '#d9cbb4')}${[8, 32, 56, 80, 104].map((x) => path(`M${x} 70l8-10 8 10v54h-16z`, '#f6efe2')).join('')}`,
  },
  {
    icon: 'pond-leaf',
    kind: 'plant-other',
    box: [8, 90, 112, 34],
    body: `<ellipse cx="64" cy="107" rx="56" ry="17" fill="#3f8f4a"/><ellipse cx="64" cy="104" rx="52" ry="14" fill="#63b45c"/>${path('M64 104l26-14 14 6z', '#3f8f4a')}`,
  },
  {
    icon: 'branch',
    kind: 'plant-other',
    box: [0, 76, 128, 36],
    body: `${line('M0 92q40-8 124 4M44 90q10-8 18-12M86 93q10 10 20 14', '#6b4a30', 8)}${[
      [60, 78],
      [104, 106],
      [122, 96],
      [30, 92],
    ]
      .map(
        ([x = 0, y = 0]) =>
          `<ellipse cx="${x}" cy="${y}" rx="9" ry="5" fill="#63a544" transform="rotate(-24 ${x} ${y})"/>`,
      )
      .join('')}`,
  },
  {
    icon: 'pirate-ship',
    kind: 'transport-water',
    box: [4, 4, 120, 120],
    body: `${line('M44 12v74M84 20v66', '#5b3c22', 5)}${path('M24 22q26 10 40 0l2 42q-24 8-44 0z', '#f0e4cc')}${path('M70 30q20 8 34 0l2 34q-18 8-36 0z', '#e3d4b6')}${path('M44 4h24l-6 8 6 8H44z', '#22252b')}${path('M4 78q14 8 28 8h92q-6 38-24 38H34Q10 118 4 78z', '#8a5630')}${path('M10 92h112l-2 8H13z', '#6b3f20')}${[44, 64, 84].map((x) => circle(x, 110, 4, '#2b1a10')).join('')}`,
  },
  {
    icon: 'fireworks-bursts',
    kind: 'sky-light',
    box: [0, 0, 128, 100],
    body: burst(38, 38, 34, '#ff5f6d') + burst(94, 30, 28, '#ffd24a') + burst(72, 76, 24, '#62d2ff'),
  },
  {
    icon: 'aurora',
    kind: 'sky-light',
    box: [0, 0, 128, 70],
    body: `<g opacity=".75">${path('M0 44q30-40 62-22t66-16v26q-30 28-64 12T0 70z', '#5df2a8')}${path('M0 30q34-28 64-12t64-16v14q-30 26-64 12T0 46z', '#8a6df0', ' opacity=".7"')}</g>`,
  },
  {
    icon: 'blank-canvas',
    kind: 'household',
    box: [16, 4, 96, 120],
    body: `${line('M64 4v22M40 96 26 122M88 96l14 26M64 98v22', '#8a5a36', 6)}${path('M16 22h96v74H16z', '#b98a5a')}${path('M22 28h84v62H22z', '#fffdf6')}${line('M52 48q0-12 12-12t12 12q0 8-8 11q-4 2-4 9', '#8f98a6', 6)}${circle(64, 79, 4, '#8f98a6')}${path('M12 94h104v8H12z', '#8a5a36')}`,
  },
  {
    icon: 'hot-air-balloon',
    kind: 'transport-air',
    box: [20, 2, 88, 122],
    body: `${path('M64 2q44 0 44 42q0 26-30 52H50Q20 70 20 44Q20 2 64 2z', '#e0453a')}${path('M64 2q18 0 18 42q0 28-8 52H54q-8-24-8-52Q46 2 64 2z', '#ffd24a')}${path('M64 2q7 0 7 42q0 28-3 52h-8q-3-24-3-52Q57 2 64 2z', '#3d8fd1')}${line('M52 96l2 12M76 96l-2 12', '#5b4630', 2)}${path('M52 106h24l-3 18H55z', '#a8703c')}${path('M50 104h28v5H50z', '#7c4f28')}`,
  },
  {
    icon: 'market-stall',
    kind: 'place-other',
    box: [6, 16, 116, 108],
    body: `${line('M16 44v80M112 44v80', '#7a4d2b', 5)}${path('M14 16h100l8 26H6z', '#f6efe2')}${[6, 52, 98].map((x, at) => path(`M${14 + at * 40} 16h20l${at * 1.5} 26H${x}z`, '#d5392f')).join('')}${path('M6 42h23.2q-11.6 14-23.2 0zM52.4 42h23.2q-11.6 14-23.2 0zM98.8 42H122q-11.6 14-23.2 0z', '#d5392f')}${path('M10 88h108v36H10z', '#b07c48')}${line('M10 100h108M10 112h108', '#8a5a33', 2)}${[24, 36, 30].map((x) => circle(x, x === 30 ? 74 : 82, 7, '#e0453a')).join('')}${[58, 70, 64].map((x) => circle(x, x === 64 ? 74 : 82, 7, '#f39a2b')).join('')}${[92, 104, 98].map((x) => circle(x, x === 98 ? 74 : 82, 7, '#63a544')).join('')}`,
  },
  {
    icon: 'knight',
    kind: 'person-activity',
    box: [14, 0, 100, 126],
    body: `${line('M100 66V10', '#cfd6dd', 6)}${path('M97 10 100 0l3 10z', '#cfd6dd')}${line('M88 66h24', '#a8762f', 5)}${line('M100 66v14', '#6b4423', 5)}${path('M46 92h14v32H42zM68 92h14l4 32H68z', '#8b95a1')}${path('M40 52h48l-4 44H44z', '#b9c2cb')}${path('M60 52h8v44h-8z', '#9aa5b1')}${line('M86 58 98 74', '#9aa5b1', 11)}${path('M44 14q20-14 40 0v32q-20 12-40 0z', '#c9d1d9')}${path('M44 24h40v8H44z', '#2b3038')}${line('M52 38h24M54 43h20', '#7d8894', 2)}${path('M64 8q4-10 22-6q-8 8-20 10z', '#d5392f')}${path('M14 58q16-6 32 0q2 34-16 46Q12 92 14 58z', '#2f5fa8')}${path('M27 58h6v44l-3 2-3-2zM15 72h31v6H15z', '#ffd95a')}`,
  },
  {
    icon: 'sword',
    kind: 'tool',
    box: [40, 2, 48, 122],
    body: `${path('M58 16 64 2l6 14v70H58z', '#cfd6dd')}${path('M64 2l6 14v70h-6z', '#a9b3be')}${path('M40 84h48v8H40z', '#c9973a')}${path('M60 92h8v22h-8z', '#6b4423')}${circle(64, 118, 6, '#c9973a')}`,
  },
  {
    icon: 'bowl',
    kind: 'dishware',
    box: [10, 56, 108, 62],
    body: `${path('M10 62h108q-4 44-36 52H46Q14 106 10 62z', '#4f8fb8')}${path('M16 72q10 30 34 36q-20-10-26-36z', '#8fc3e0')}${path('M10 56h108v9H10z', '#e8f3f8')}`,
  },
  {
    icon: 'surfboard',
    kind: 'sport',
    box: [0, 92, 128, 24],
    body: `${path('M0 100q64-16 128-4q-50 26-112 16z', '#f6efe2')}${path('M8 103q56-12 112-5q-54 14-104 9z', '#f2812c')}`,
  },
  {
    icon: 'treehouse',
    kind: 'place-building',
    box: [4, 2, 120, 122],
    body: `${path('M54 70h20l4 54H50z', '#6b4a30')}${[
      [34, 36, 30],
      [94, 36, 30],
      [64, 36, 34],
      [40, 62, 26],
      [90, 62, 26],
    ]
      .map(([x = 0, y = 0, r = 0]) => circle(x, y, r, x === 64 ? '#5f9e3f' : '#4f8f45'))
      .join(
        '',
      )}${path('M38 48h52v36H38z', '#c08a58')}${path('M30 50 64 24l34 26z', '#8a4b32')}${path('M58 62h14v22H58z', '#6b4028')}${path('M43 58h10v10H43zM77 58h10v10H77z', '#ffe9a8')}${path('M28 84h72v6H28z', '#8a5a36')}${line('M84 90v34M98 90v34M84 98h14M84 108h14M84 118h14', '#8a5a36', 3)}`,
  },
  {
    icon: 'grand-piano',
    kind: 'musical-instrument',
    box: [4, 16, 120, 108],
    body: `${path('M30 60Q60 8 118 18l-6 46z', '#1d1d24')}${path('M36 58Q64 18 110 24l-4 38z', '#3a3a46')}${path('M8 62h112v26H8z', '#23232b')}${path('M8 66h56v12H8z', '#fbfaf5')}${line('M15 66v7M22 66v7M29 66v7M36 66v7M43 66v7M50 66v7M57 66v7', '#1d1d24', 3)}${path('M14 88h8l-2 36h-5zM106 88h8l-1 36h-5zM62 88h6v36h-5z', '#1d1d24')}`,
  },
  {
    icon: 'pirate-hat',
    kind: 'clothing',
    box: [4, 20, 120, 60],
    body: `${path('M4 76Q10 34 64 20q54 14 60 56q-60-18-120 0z', '#22252b')}${path('M4 76q60-18 120 0v4q-60-16-120 0z', '#d9b24a')}${line('M52 40l24 18M76 40 52 58', '#f4f1ea', 5)}${circle(64, 44, 8, '#f4f1ea')}`,
  },
  {
    icon: 'cowboy-hat',
    kind: 'clothing',
    box: [2, 24, 124, 62],
    body: `${path('M36 70q0-42 16-46q12 8 24 0q16 4 16 46z', '#a8703c')}${path('M2 62q16 12 34 6q28 8 56 0q18 6 34-6q-8 24-62 24T2 62z', '#8a5628')}${path('M35 60h58v8H35z', '#5b3618')}`,
  },
  {
    icon: 'glass-of-juice',
    kind: 'drink',
    box: [32, 6, 68, 118],
    body: `${line('M84 6 72 60', '#e25b8a', 5)}${path('M34 28h60l-8 96H42z', '#e4f3fa')}${path('M37 44h54l-6 74H43z', '#f79a2b')}${path('M37 44h54l-1 10H38z', '#ffc062')}${circle(92, 32, 13, '#f5a83a')}${circle(92, 32, 9, '#ffd58a')}${path('M42 56h5l4 56h-5z', '#ffd9a0')}`,
  },
  {
    icon: 'pond',
    kind: 'place-water',
    box: [0, 96, 128, 28],
    body: `<ellipse cx="64" cy="110" rx="64" ry="14" fill="#4f9fd0"/><ellipse cx="64" cy="108" rx="58" ry="10" fill="#7cc4e8"/>${line('M30 108h24M70 112h28', '#dff3fc', 2)}`,
  },
];
