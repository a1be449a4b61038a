import { CheckError, rules } from '@shoji/core';
import { WORST_CASES } from '../../prompt/worst-cases.ts';

const LENGTH = 20_000;
/** Texts of half the length and of twice the length show that the cost is linear. */
const LENGTHS = [LENGTH / 2, LENGTH, LENGTH * 2];
/** The clock of CPU time ticks in milliseconds, so that a sample is the mean of several rounds. */
const ROUNDS = 4;
const SAMPLES = 5;

/** Prints the CPU time of the rules on the slowest known prompts of the greatest length. */
export function measureWorstCases(): void {
  const screen = rules();
  console.log(
    `\n# Milliseconds of CPU time of the rules, median of ${SAMPLES}, by the characters of a prompt\n`,
  );
  console.log(LENGTHS.map((length) => String(length).padStart(8)).join(''));
  for (const [name, make] of Object.entries(WORST_CASES)) {
    let refused = false;
    const costs = LENGTHS.map((length) => {
      const prompt = make(length);
      return median(() => {
        try {
          screen.match(prompt);
        } catch (error) {
          if (!(error instanceof CheckError)) throw error;
          refused = true;
        }
      });
    });
    const cells = costs.map((cost) => cost.toFixed(1).padStart(8)).join('');
    console.log(`${cells}  ${name}${refused ? ' (not looked at, and said so)' : ''}`);
  }
}

function median(run: () => void): number {
  for (let round = 0; round < ROUNDS; round++) run();
  const samples = Array.from({ length: SAMPLES }, () => {
    const before = process.threadCpuUsage();
    for (let round = 0; round < ROUNDS; round++) run();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1e3 / ROUNDS;
  });
  return samples.sort((a, b) => a - b)[Math.floor(SAMPLES / 2)] ?? 0;
}
