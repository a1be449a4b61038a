// Builds data/vocabulary.generated.json: the English and Japanese words of each Noto Emoji illustration, and the bounding
// box of the illustration in its square.
// npm run ts -- packages/sample-generator/src/build-vocabulary.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import characters from '@iconify-json/noto/chars.json' with { type: 'json' };
import { rasterise } from '@shoji/pixels';
import english from 'emojibase-data/en/data.json' with { type: 'json' };
import japanese from 'emojibase-data/ja/data.json' with { type: 'json' };
import groupNames from 'emojibase-data/meta/groups.json' with { type: 'json' };
import * as z from 'zod';

/** Unicode subgroups of things that a picture can show; hands, gestures, signs, flags and symbols are not among them. */
const DEPICTABLE =
  /^(person(-role|-fantasy|-activity|-sport|-resting)?|face-costume|animal-\w+|plant-\w+|food-\w+|drink|dishware|place-(geographic|building|religious|other)|transport-(ground|water|air)|hotel|time|sky-weather|event|award-medal|sport|game|arts-crafts|clothing|music|musical-instrument|phone|computer|light-video|book-paper|money|mail|writing|office|tool|science|medical|household|heart)$/;

/** Illustrations left out: bare skin, frightening ones, clock faces, and framed pictures. */
const EXCLUDED =
  /bath(?!tub$)|steamy|sauna|massage|swimming|surfing|water-polo|wrestl|mermaid|merman|merperson|bikini|briefs|swimsuit|shorts|thong|genie|feeding|pregnant|zombie|vampire|poo|skull|dagger|crossed-swords|bomb|water-pistol|love-hotel|razor|syringe|drop-of-blood|pill|x-ray|toilet|plunger|oclock|thirty|kaaba|goblin|ogre|in-bed|slot-machine|facing-right|cockroach|microbe|supervillain|bunny-ears|^(desert|national-park|foggy|fog|night-with-stars|cityscape.*|sunrise.*|sunset|bridge-at-night|hot-springs|motorway|railway-track|metro|milky-way|shooting-star|fireworks|sparkler|moon-viewing-ceremony|new-moon.*|.*quarter-moon.*|.*(crescent|gibbous)-moon|cloud.*|sun-behind.*|wind-face|cyclone|water-wave|brick|seat|stop-sign|pig-nose)$(?<!^crescent-moon)/;

/** Resolution at which outlines are measured; the illustrations are drawn on 128 units. */
const SIDE = 128;

const iconSet = z.object({
  icons: z.record(z.string(), z.object({ body: z.string() })),
  aliases: z.record(z.string(), z.object({ parent: z.string() })),
});

const names: Record<string, string> = characters;
const groups: Record<string, string> = groupNames.subgroups;
const { icons: bodies, aliases } = iconSet.parse(
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@iconify-json/noto/icons.json'), 'utf8')),
);
const translations = new Map(japanese.map((entry) => [entry.hexcode, entry]));

const lines: string[] = [];
for (const entry of english) {
  const kind = groups[String('subgroup' in entry ? entry.subgroup : '')] ?? '';
  const code = entry.hexcode.toLowerCase();
  const name = names[code] ?? names[code.replaceAll('-fe0f', '')] ?? '';
  const icon = name in bodies ? name : (aliases[name]?.parent ?? '');
  const drawing = bodies[icon];
  if (drawing === undefined || !DEPICTABLE.test(kind) || EXCLUDED.test(icon)) continue;
  const translated = translations.get(entry.hexcode);
  const en = [entry.label, ...(entry.tags ?? [])].map((word) => word.toLowerCase().replaceAll('’', "'"));
  const ja = translated ? [translated.label, ...(translated.tags ?? [])] : [];
  lines.push(JSON.stringify({ icon, kind, box: await outline(drawing.body), en, ja }));
}
writeFileSync(new URL('./data/vocabulary.generated.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);

/** Bounding box of the drawn pixels: left, top, width and height. */
async function outline(body: string): Promise<[number, number, number, number]> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 128 128" width="${SIDE}" height="${SIDE}"><rect width="128" height="128" fill="#f0f"/>${body}</svg>`;
  const { data } = await rasterise(svg, SIDE, SIDE);
  const columns: number[] = [];
  const rows: number[] = [];
  for (let pixel = 0; pixel < SIDE * SIDE; pixel += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(pixel * 3, pixel * 3 + 3);
    if (red > 215 && green < 40 && blue > 215) continue;
    columns.push(pixel % SIDE);
    rows.push(Math.floor(pixel / SIDE));
  }
  const [left, top] = [columns, rows].map((values) => values.reduce((a, b) => Math.min(a, b), SIDE));
  const [right, bottom] = [columns, rows].map((values) => values.reduce((a, b) => Math.max(a, b), 0));
  return [left ?? 0, top ?? 0, (right ?? 0) - (left ?? 0) + 1, (bottom ?? 0) - (top ?? 0) + 1];
}
