import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Floor, floorSchema, isUnder, percent, raised, type Score } from './floor.ts';
import { leftOutSchema, stale, withoutLeftOut } from './left-out.ts';
import { type Mutant, mutantsOf, shuffled } from './mutants.ts';
import { createRelated } from './related.ts';
import { changedSince, filesOf } from './repository.ts';
import { ROOMS, roomOf, suitesOf } from './rooms.ts';
import { createTestRunner } from './test-runner.ts';
import { createBaseline, type Tried, tryMutant } from './try-mutants.ts';
import { createTypes } from './types.ts';

const HELP = `npm run mutate -- [options] [paths…]

Changes the code in one place at a time, in memory, and runs the tests nearest to it: does one fail?
Without options it runs the sample that test/mutation/floor.json records and compares each room with its floor.

  --sample N     N mutants of each room, or "all". When left out: as many as floor.json records (40); all of them with
                 --since, or where a path is not a room
  --seed TEXT    another choice of mutants
  --since REF    only mutants on lines that changed since a commit
  --minutes M    start no other mutant after M minutes
  --raise        write higher floors where the recorded sample scored higher
  paths          only mutants in files whose path begins so; a room's name works too
`;

const root = resolve(import.meta.dirname, '../..');
const floorPath = join(import.meta.dirname, 'floor.json');
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string' },
    since: { type: 'string' },
    minutes: { type: 'string' },
    raise: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit();
}

const floor = readFloor();
const leftOut = leftOutSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'left-out.json'), 'utf8')),
);
const seed = options.seed ?? floor.seed;
const wholeRooms = options.since === undefined && positionals.every((path) => path in ROOMS);
const size = sampleSize(options.sample ?? (wholeRooms ? String(floor.sample) : 'all'));
const recorded = wholeRooms && seed === floor.seed && size === floor.sample;
const stopAt =
  options.minutes === undefined ? Infinity : performance.now() + Number(options.minutes) * 60_000;

const files = filesOf(root);
const changed = options.since === undefined ? undefined : changedSince(root, options.since);
const all = files
  .filter((file) => roomOf(file))
  .flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')));
const gone = stale(all, leftOut);
if (gone.length > 0) {
  for (const { file, original } of gone)
    console.error(`left-out.json names no mutant any more: ${file} ${original}`);
  process.exit(1);
}

const runner = createTestRunner();
const types = createTypes(root);
try {
  process.exitCode = await main();
} finally {
  runner.close();
  types.close();
}

async function main(): Promise<number> {
  const related = createRelated(root, files, (file) => suitesOf(file, files));
  const baseline = createBaseline(runner);
  const tried: Tried[] = [];
  for (const mutant of inTurn(Object.keys(ROOMS).map((room) => chosen(room)))) {
    if (performance.now() > stopAt) return report(tried, false);
    tried.push(await tryMutant(root, mutant, { runner, related, baseline }));
    if (process.stderr.isTTY) process.stderr.write(`\r${tried.length} `);
  }
  return report(tried, true);
}

/** The rooms in turn, so that a run that ends early has tried mutants of each. */
function* inTurn(rooms: readonly Iterator<Mutant>[]): Generator<Mutant> {
  let open = [...rooms];
  while (open.length > 0) {
    const next = open.map((room) => ({ room, result: room.next() }));
    open = next.flatMap(({ room, result }) => (result.done ? [] : [room]));
    for (const { result } of next) if (!result.done) yield result.value;
  }
}

/** The mutants of a room to run. The compiler is asked about each only when its turn comes. */
function* chosen(room: string): Generator<Mutant> {
  const candidates = withoutLeftOut(all, leftOut).filter(
    (mutant) =>
      roomOf(mutant.file) === room &&
      (positionals.length === 0 ||
        positionals.some((path) => path === room || mutant.file.startsWith(path))) &&
      (!changed || changed.get(mutant.file)?.has(mutant.line)),
  );
  let given = 0;
  for (const mutant of shuffled(candidates, seed)) {
    if (given === size) return;
    if (!types.accepts(join(root, mutant.file), mutant.source)) continue;
    given += 1;
    yield mutant;
  }
}

/** @param whole Whether the time was enough for every mutant. */
function report(tried: readonly Tried[], whole: boolean): number {
  const scores = new Map<string, Score>();
  for (const room of Object.keys(ROOMS)) {
    const here = tried.filter(({ mutant }) => roomOf(mutant.file) === room);
    if (here.length > 0) scores.set(room, { noticed: here.filter(({ by }) => by).length, run: here.length });
  }
  const survivors = tried
    .filter(({ by }) => !by)
    .map(({ mutant }) => mutant)
    .toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  for (const { file, line, operator, original, mutated } of survivors)
    console.log(`${file}:${line}  (${operator})\n  - ${original}\n  + ${mutated}`);

  const exact = recorded && whole;
  const under = [...scores].filter(([room, score]) => isUnder(score, room, floor, exact));
  console.log();
  for (const [room, score] of scores)
    console.log(
      `${room.padEnd(16)} ${percent(score).toFixed(1).padStart(5)} %  ${score.noticed} of ${score.run} noticed, floor ${floor.rooms[room] ?? 0} %`,
    );
  console.log(`${tried.length} mutants were run${whole ? '' : ', and not the rest: the time was over'}.`);
  mkdirSync(join(root, 'test/output'), { recursive: true });
  writeFileSync(
    join(root, 'test/output/mutation.json'),
    JSON.stringify(
      {
        seed,
        sample: Number.isFinite(size) ? size : 'all',
        rooms: Object.fromEntries(scores),
        mutants: tried.map(({ mutant: { source, ...mutant }, by }) => ({ ...mutant, by: by ?? null })),
      },
      null,
      2,
    ),
  );
  // Read again: another run may have raised a room in the meantime.
  if (options.raise && exact)
    writeFileSync(floorPath, `${JSON.stringify(raised(readFloor(), scores), null, 2)}\n`);
  for (const [room] of under) console.error(`${room} is under its floor: see the survivors above.`);
  return under.length > 0 ? 1 : 0;
}

function readFloor(): Floor {
  return floorSchema.parse(JSON.parse(readFileSync(floorPath, 'utf8')));
}

function sampleSize(text: string): number {
  const size = text === 'all' ? Infinity : Number(text);
  if (!(size > 0)) throw new Error(`--sample takes a number or "all", not "${text}".`);
  return size;
}
