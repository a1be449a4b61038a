import { type View, ViewWriter } from '../view.ts';
import { type Choice, type Flow, flowOf, lengthOf, write } from './choices.ts';
import { mostRead, tooManyReadings } from './limit.ts';
import { parse } from './parse.ts';

/** Units that are read around a choice, up to the next space, and the limit for that. */
const CONTEXT = 24;
const FARTHEST = 64;
/** Most combinations that are read one by one, and most options that are combined with those of neighbours. */
const MOST_COMBINED = 64;
const MOST_TURNS = 16;
/** Options of at most this many letters may spell out a word. */
const SPELLED = 2;
/** Units between such letters. */
const SPELLED_APART = 4;
/** Different signs in a row: no word continues across them. */
const APART = '\n;\n;\n;\n';

/**
 * The readings of a prompt whose syntax is evaluated: one view in which each choice has its first option, and, where
 * there are choices, one view of all other readings of each with the text around it. Linear in the prompt.
 * @throws CheckError for a prompt with more combinations than can be read.
 */
export function evaluate(prompt: string): View[] {
  if (!/[()[\]{}<\\]/.test(prompt)) return [];
  const flow = flowOf(parse(prompt), prompt);
  const base = new ViewWriter();
  write(flow, prompt, () => 0, base);
  const first = base.view();
  const views = first.text === prompt ? [] : [first];
  const clusters = clustersOf(flow);
  if (clusters.length === 0) return views;
  const out = new ViewWriter();
  const most = mostRead(prompt.length);
  const read: Read = (piece, times, pick, isNew = () => true) => {
    const before = out.length;
    if (out.length + times * (piece.to - piece.from) > most) throw tooManyReadings();
    const from = typeof flow[piece.from] === 'number' ? Number(flow[piece.from]) : 0;
    out.add(APART, from);
    write(flow, prompt, pick, out, piece.from, piece.to);
    if (!isNew()) out.cut(before);
  };
  for (const cluster of clusters) readCluster(cluster, flow, prompt, read);
  return [...views, out.view()];
}

/** A piece of a flow, and the choices in it in order. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly choices: readonly Choice[];
}

/** Reads a piece once, unless it is not new. `times` is the total number of readings, for the limit. */
type Read = (piece: Piece, times: number, pick: (choice: Choice) => number, isNew?: () => boolean) => void;

function readCluster(cluster: Piece, flow: Flow, prompt: string, read: Read): void {
  const whole = widened(cluster, flow, prompt);
  if (combinations(cluster.choices) <= MOST_COMBINED) {
    readCombined(whole, read);
    return;
  }
  for (const spelled of spelledIn(cluster, flow, prompt)) readCombined(widened(spelled, flow, prompt), read);
  readInTurn(whole, read);
  for (const choice of cluster.choices) {
    const most = Math.max(...choice.all.map(({ readings }) => readings.length));
    if (most <= MOST_TURNS) continue;
    const at = flow.indexOf(choice, cluster.from);
    const alone = widened({ from: at, to: at + 1, choices: [choice] }, flow, prompt);
    for (let turn = MOST_TURNS; turn < most; turn++)
      read(alone, most - turn, (each) => (choice.all.includes(each) ? turn : 0));
  }
}

/** Every combination of the options of the choices. */
function readCombined(piece: Piece, read: Read): void {
  const choices = piece.choices.flatMap(({ all }) => all);
  const count = combinations(piece.choices);
  for (let combination = 1; combination < count; combination++) {
    const picked = new Map<Choice, number>();
    let rest = combination;
    let unread = 0;
    for (const choice of choices) {
      const reading = rest % choice.readings.length;
      if (reading > 0) unread++;
      picked.set(choice, reading);
      rest = Math.floor(rest / choice.readings.length);
    }
    read(
      piece,
      count - combination,
      (choice) => {
        const reading = picked.get(choice) ?? 0;
        if (reading > 0) unread--;
        return reading;
      },
      // Without a choice inside an option that is not picked, it is one of the other combinations.
      () => unread === 0,
    );
  }
}

/** Each option of each choice, with neighbours at the same option and at the next one. */
function readInTurn(piece: Piece, read: Read): void {
  const choices = piece.choices.flatMap(({ all }) => all);
  const place = new Map(choices.map((choice, index) => [choice, index]));
  const most = Math.min(MOST_TURNS, Math.max(...choices.map(({ readings }) => readings.length)));
  for (let turn = 0; turn < most; turn++) {
    const times = most - turn;
    if (turn > 0) read(piece, times, () => turn);
    if (choices.length > 1) read(piece, times, (choice) => turn + (place.get(choice) ?? 0));
  }
}

function combinations(choices: readonly Choice[]): number {
  let product = 1;
  for (const { all } of choices) for (const { readings } of all) product *= readings.length;
  return product;
}

/** Runs of choices so near each other that several could form a word. */
function clustersOf(flow: Flow): Piece[] {
  return runsOf({ from: 0, to: flow.length, choices: [] }, flow, (from, to) => to - from <= CONTEXT);
}

/** Runs of several choices without a separator, or with letters as options. */
function spelledIn(cluster: Piece, flow: Flow, prompt: string): Piece[] {
  const runs = runsOf(cluster, flow, (from, to) => {
    const [before, after] = [flow[from - 1], flow[to]];
    let hasSpace = false;
    for (let at = from; at < to && !hasSpace; at++) hasSpace = isSpace(flow[at], prompt);
    if (!hasSpace) return true;
    return to - from <= SPELLED_APART && saysLetters(before) && saysLetters(after);
  });
  return runs.filter(({ choices }) => choices.length > 1 || (choices[0]?.all.length ?? 0) > 1);
}

function saysLetters(item: number | Choice | undefined): boolean {
  if (item === undefined || typeof item === 'number') return false;
  return item.readings.every((_, reading) => lengthOf(item, reading) <= SPELLED);
}

/** Runs of choices; `belong` decides by the part of the flow between two choices whether they are one run. */
function runsOf({ from, to }: Piece, flow: Flow, belong: (from: number, to: number) => boolean): Piece[] {
  const runs: { from: number; to: number; choices: Choice[] }[] = [];
  for (let at = from; at < to; at++) {
    const item = flow[at];
    if (item === undefined || typeof item === 'number') continue;
    const last = runs.at(-1);
    if (last && belong(last.to, at)) {
      last.choices.push(item);
      last.to = at + 1;
    } else runs.push({ from: at, to: at + 1, choices: [item] });
  }
  return runs;
}

/** A piece with the text around it, up to the next space or choice. */
function widened({ from, to, choices }: Piece, flow: Flow, prompt: string): Piece {
  const goes = (distance: number, item: number | Choice | undefined) =>
    typeof item === 'number' && distance < FARTHEST && (distance < CONTEXT || !isSpace(item, prompt));
  let [start, end] = [from, to];
  while (goes(from - start, flow[start - 1])) start--;
  while (goes(end - to, flow[end])) end++;
  return { from: start, to: end, choices };
}

function isSpace(item: number | Choice | undefined, prompt: string): boolean {
  return typeof item === 'number' && /\s/.test(prompt.charAt(item));
}
