import { rules, smallPromptClassifier } from '@shoji/core';
import { createMatcher, lexiconTerms, randomFrom } from '@shoji/core/text';
import { readLabelledPrompts } from '../../../packages/curator/src/classifier/labelled.ts';
import { loadEmbedder } from '../../../packages/embedded/src/prompt/embedder.ts';
import { promptScorer } from '../../../packages/embedded/src/prompt/scorer.ts';
import { SHIPPED_WEIGHTS } from '../../../packages/embedded/src/prompt/weights.ts';
import { PEERS, type Screen } from './peers.ts';

const SIZES = [400, 10_000, 100_000];
const ROUNDS = 3;
/** Prompts that each model reads, after as many for warming up. */
const ASKED = { small: 5_000, full: 100 };
/** The length of a short prompt, in characters. */
const SHORT = 40;
/** The least duration of a round, so that a slow library needs few calls. */
const ROUND_MS = 400;
/** The length of a prompt of 75 tokens, in characters. */
const PROMPT_LENGTH = [270, 400] as const;

/** Prints prompts a second of CPU time, for each library and number of terms; the best of three rounds, taken in turn. */
export async function measureSpeed(file: string): Promise<void> {
  const [shortest, longest] = PROMPT_LENGTH;
  const prompts = readLabelledPrompts(file)
    .map(({ text }) => text)
    .filter((text) => text.length >= shortest && text.length <= longest);
  // First, because a hundred thousand terms in each library keep the garbage collector busy.
  await measureModels(prompts);
  const screens = new Map<string, Screen>();
  for (const size of SIZES) {
    const terms = termList(size);
    const matcher = createMatcher(terms.map((text) => ({ text })));
    screens.set(`shoji, ${size} terms`, (text) => matcher.match(text).length > 0);
    for (const [name, make] of Object.entries(PEERS)) {
      // obscenity tries its patterns one by one: with 100,000 of them one prompt takes a third of a second.
      screens.set(`${name}, ${size} terms`, make(terms));
    }
  }
  const own = rules();
  screens.set(
    'shoji, the built-in lexicon with syntax, exceptions and findings',
    (text) => own.match(text).length > 0,
  );
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, screen] of screens)
      best.set(name, Math.max(best.get(name) ?? 0, rate(screen, prompts)));
  }
  console.log(`\n# Prompts a second of CPU time, ${prompts.length} prompts of about 75 tokens\n`);
  for (const [name, speed] of best) console.log(`${Math.round(speed).toString().padStart(8)}  ${name}`);
}

/** Prints the CPU time for loading rules and models, and for each prompt that the models read one after another. */
async function measureModels(prompts: readonly string[]): Promise<void> {
  const { signal } = new AbortController();
  const small = smallPromptClassifier();
  let full: (text: string) => unknown = () => {};
  const short = prompts.map((prompt) => prompt.slice(0, SHORT));
  console.log('\n# Milliseconds of CPU time\n');
  const say = (what: string, cost: number) => console.log(`${cost.toFixed(2).padStart(8)}  ${what}`);
  // Of this thread only: other threads meanwhile compile code that may never be called again.
  const before = process.threadCpuUsage();
  rules();
  const { user, system } = process.threadCpuUsage(before);
  say('rules, loaded', (user + system) / 1e3);
  // In this process, where its CPU time can be read.
  const load = async () => {
    full = promptScorer(SHIPPED_WEIGHTS, await loadEmbedder());
  };
  say('full, loaded', await cost(1, load));
  for (const [name, judge, times] of [
    ['small', (text: string) => small.classify(text, { signal }), ASKED.small],
    ['embedded-prompt', full, ASKED.full],
  ] as const) {
    for (const [what, asked] of Object.entries({
      'about 75 tokens': prompts,
      [`${SHORT} characters`]: short,
    })) {
      const ask = (index: number) => judge(asked[index % asked.length] ?? '');
      await cost(times, ask);
      say(`${name}, a prompt of ${what}`, await cost(times, ask));
    }
  }
}

/** The mean CPU time of `times` calls, in milliseconds. */
async function cost(times: number, call: (index: number) => unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < times; index++) await call(index);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3 / times;
}

let sink = 0;

function rate(screen: Screen, prompts: readonly string[]): number {
  const before = process.cpuUsage();
  const started = performance.now();
  let done = 0;
  while (performance.now() - started < ROUND_MS) {
    sink += screen(prompts[done++ % prompts.length] ?? '') ? 1 : 0;
  }
  const { user, system } = process.cpuUsage(before);
  return done / ((user + system) / 1e6);
}

/** The lexicon's first words, then made-up, pronounceable ones. */
function termList(size: number): string[] {
  const terms = new Set(
    lexiconTerms()
      .filter(({ language, exact, text }) => language === 'en' && !exact && text.length > 2)
      .map(({ text }) => text)
      .slice(0, Math.min(400, size)),
  );
  const random = randomFrom(1);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const starts = 'b c d f g h j k l m n p r s t v w z br cr dr fr gr pr tr st sp sl ch sh th'.split(' ');
  const vowels = 'a e i o u ai ea oo ou'.split(' ');
  const ends = ['', 'n', 'r', 's', 't', 'l', 'ck', 'nd'];
  while (terms.size < size) {
    terms.add(
      Array.from(
        { length: 2 + Math.floor(random() * 2) },
        () => pick(starts) + pick(vowels) + pick(ends),
      ).join(''),
    );
  }
  return [...terms];
}

process.on('exit', () => {
  // Read, so that the engine cannot optimise the work away.
  if (sink < 0) console.log(sink);
});
