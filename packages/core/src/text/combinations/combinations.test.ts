import { expect, it } from 'vitest';
import type { Category } from '../../vocabulary/category.ts';
import type { Hit } from '../hit.ts';
import type { Severity } from '../lexicon/term-list.ts';
import { COMBINATIONS, type Part } from './combinations.ts';
import { combine } from './combine.ts';

type Row = readonly [category: Category, severity: Severity, within: number, parts: string];

/** Every combination; `|` separates parts that fill the same place. */
const RECORD: readonly Row[] = [
  ['self-harm', 3, 32, 'cut + arm'],
  ['self-harm', 3, 48, 'razor + arm'],
  ['self-harm', 3, 72, 'hang + rope + person + indoors'],
  ['self-harm', 3, 32, 'rope + neck'],
  ['self-harm', 3, 48, 'jump + to-die'],
  ['self-harm', 2, 72, 'pills + farewell|motionless'],
  ['graphic', 3, 72, 'cut-off|executioner + head|neck'],
  ['graphic', 3, 32, 'cut + neck'],
  ['graphic', 3, 72, 'cut + head + hostage|bleeding'],
  ['graphic', 3, 72, 'opened + belly'],
  ['graphic', 3, 72, 'guts + out|opened'],
  ['graphic', 3, 72, 'dead + heap|bleeding'],
  ['graphic', 3, 32, 'flay + alive'],
  ['graphic', 2, 72, 'red-liquid + motionless|bleeding|dead'],
  ['violence', 3, 72, 'beat + relative|bleeding'],
  ['violence', 3, 72, 'shoot + hostage|neck'],
  ['violence', 3, 72, 'hostage + executioner|kneel'],
  ['drugs', 3, 72, 'inject + drugs|kit'],
  ['illegal', 3, 72, 'instructions + bomb'],
  ['illegal', 3, 48, 'banknote + forge'],
  ['illegal', 3, 72, 'person + cage + sell'],
  ['hate', 3, 72, 'group + vermin + depicted'],
  ['hate', 3, 48, 'group + oppressed'],
  ['hate', 3, 72, 'recruit + terror'],
  ['hate', 2, 48, 'temple + burning'],
  ['sexual', 4, 72, 'force + bed|pull-off|spread|sexual|nudity'],
  ['sexual', 3, 72, 'force + helpless|distress'],
  ['sexual', 3, 72, 'helpless + pull-off|spread|sexual|nudity'],
  ['sexual', 3, 72, 'celebrity|public-figure + nudity|sexual'],
  ['sexual', 2, 72, 'public-figure + suggestive|transparent'],
  ['harassment', 2, 72, 'public-figure + dead|kneel'],
  ['harassment', 3, 72, 'leaked + celebrity|public-figure'],
  ['sexual', 3, 48, 'tentacle + garment'],
  ['suggestive', 2, 24, 'spread + legs'],
  ['nudity', 2, 48, 'off-verb + off-particle'],
  ['nudity', 2, 32, 'pull-off + garment'],
  ['suggestive', 2, 24, 'transparent + garment'],
  ['nudity', 2, 40, 'only + accessory'],
  ['sexual', 2, 72, 'couple + intimate'],
  ['sexual', 3, 48, 'animal + mating + person'],
  ['sexual', 2, 72, 'spy + private'],
  ['self-harm', 3, 72, 'to-die + ledge|razor|rope|pills'],
  ['self-harm', 3, 40, 'slit + limb-skin|razor'],
  ['self-harm', 2, 72, 'thin + praise'],
  ['hate', 3, 72, 'hook-nose + jewish'],
  ['hate', 3, 40, 'purge + group'],
  ['violence', 3, 72, 'hostage + captive-pose'],
  ['graphic', 3, 40, 'head + spike'],
  ['graphic', 3, 24, 'sever + limb'],
  ['graphic', 3, 48, 'flesh + human'],
  ['harassment', 2, 72, 'public-figure|fabricated + humiliated'],
  ['nudity', 2, 64, 'shows-all + private|bed'],
  ['nudity', 2, 24, 'half-dressed + person'],
];

const KNOWN: ReadonlyMap<string, Part> = new Map(
  COMBINATIONS.flatMap(({ of }) => of.flat()).map((part) => [part, part]),
);

/** The finding of the parts together where the first begins at 0 and the last ends at `end`. */
function made(parts: readonly string[], end: number): string[] {
  const hits = parts.flatMap((name, index): Hit[] => {
    const role = KNOWN.get(name);
    if (role === undefined) return [];
    const start = index === parts.length - 1 ? end - 1 : index;
    const term = { text: name, role, severity: 1, prefix: false, exact: false } as const;
    return [{ term, start, end: start + 1 }];
  });
  return combine(hits).map(({ term }) => `${term.role} ${term.severity}: ${term.text}`);
}

/** Every choice of one part per place. */
function choices(parts: string): string[][] {
  return parts
    .split(' + ')
    .reduce<string[][]>(
      (all, place) => all.flatMap((before) => place.split('|').map((part) => [...before, part])),
      [[]],
    );
}

it.each(RECORD)('%s of severity %i is found within %i units by %s', (category, severity, within, parts) => {
  for (const choice of choices(parts)) {
    const whole = `${category} ${severity}: ${choice.join(' + ')}`;
    expect(made(choice, within)).toContain(whole);
    expect(made(choice, within + 1)).not.toContain(whole);
  }
});

it('there is no other combination', () => {
  expect(COMBINATIONS).toHaveLength(RECORD.length);
});
