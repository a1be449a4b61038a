// Measures the size of the built popup, and the time from opening it to the first typed letter, in each language.
import { launchExtension } from '../extension/chromium-extension.ts';
import { bytesOf, type Opening, openForFirstLetter } from '../extension/first-letter.ts';

const OPENINGS = 15;
const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB gzip`;

const extension = await launchExtension();
for (const language of ['en', 'ja']) {
  await extension.prefer({ language });
  const openings: Opening[] = [];
  for (let at = 0; at < OPENINGS; at++) openings.push(await openForFirstLetter(extension));
  const [opening] = openings;
  if (!opening) throw new Error('The popup was not opened.');
  const { first, later } = opening;
  const times = openings.map(({ ms }) => ms).sort((a, b) => a - b);
  console.log(`\n${language}`);
  for (const [path, bytes] of first) console.log(`${path}: ${kB(bytes)}`);
  console.log(`until the first letter can be typed: ${kB(bytesOf(first))}`);
  console.log(`loaded by the popup, lint and its lexicon included: ${kB(bytesOf(first) + bytesOf(later))}`);
  console.log(
    `opening to typing: median ${times[OPENINGS >> 1]?.toFixed(0)} ms, slowest ${times.at(-1)?.toFixed(0)} ms`,
  );
}
await extension.close();
