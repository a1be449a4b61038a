/**
 * A real server under hostile traffic: `npm run ts -- test/bench/hostile.ts [case…]` (Linux: it reads /proc).
 * Each case is a file of `hostile/`; without a name all of them run, one after another.
 */
import type { HostileCase } from './hostile/case.ts';
import { longTexts } from './hostile/long-texts.ts';
import { requestBodies } from './hostile/request-bodies.ts';
import { slowBodies } from './hostile/slow-bodies.ts';
import { slowClients } from './hostile/slow-clients.ts';
import { upstreamAnswers } from './hostile/upstream-answers.ts';

const CASES: readonly HostileCase[] = [
  // One line for each case, in the order in which they run.
  requestBodies,
  upstreamAnswers,
  slowClients,
  slowBodies,
  longTexts,
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !CASES.some((each) => each.name === name));
if (unknown.length > 0)
  throw new Error(
    `No such case: ${unknown.join(', ')}. There are ${CASES.map(({ name }) => name).join(', ')}.`,
  );
for (const { name, title, measure } of CASES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${title} (${name})`);
  console.table(await measure());
}
