import { CheckError, rules } from '@shoji/core';
import { WORST_CASES } from '../../prompt/worst-cases.ts';

const LENGTH = 20_000;
const ROUNDS = 40;

/** Prints what the rules cost on the longest prompts that were found to be slow, in CPU time of their thread. */
export function measureWorstCases(): void {
  const screen = rules();
  console.log(
    `\n# Milliseconds of CPU time of the rules, prompts of ${LENGTH} characters, mean of ${ROUNDS}\n`,
  );
  for (const [name, make] of Object.entries(WORST_CASES)) {
    const prompt = make(LENGTH);
    let refused = false;
    const match = () => {
      try {
        screen.match(prompt);
      } catch (error) {
        if (!(error instanceof CheckError)) throw error;
        refused = true;
      }
    };
    for (let round = 0; round < ROUNDS / 4; round++) match();
    const before = process.threadCpuUsage();
    for (let round = 0; round < ROUNDS; round++) match();
    const { user, system } = process.threadCpuUsage(before);
    const cost = (user + system) / 1e3 / ROUNDS;
    console.log(`${cost.toFixed(1).padStart(8)}  ${name}${refused ? ' (not looked at, and said so)' : ''}`);
  }
}
