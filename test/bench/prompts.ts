/**
 * How well prompts are screened, and how fast: `npm run bench:prompts -- --data <dir>`.
 * The folder holds `test_in.csv` and `dev_heldout.csv` (text,label,category,lang,source), itself or in `prompts/`.
 * Leave-one-out also reads `train.csv`; it keeps sentence embeddings in --cache (the system's folder for passing files),
 * and learns from --share of the prompts (1), drawn by --seed (1).
 * `--only cases` reads `cases/*.jsonl` (prompt, expect, kind, language), and `--list misses` or `--list false` prints the
 * cases that are answered wrongly; `--figures FILE` writes what is caught by language, for `GET /v1/policy`;
 * `--basis held-out` says there that nobody had seen the cases. `--only` takes several parts, with commas.
 * Word lists of other languages are read from `lexicons/ldnoobw`, where it is there.
 * The clean dictionary is Debian's `wamerican`, where it is installed.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCases } from './prompts/cases.ts';
import { measureDetection } from './prompts/detection.ts';
import { measureLanguages } from './prompts/languages.ts';
import { measureLeaveOneOut } from './prompts/leave-one-out.ts';
import { measureDisguises } from './prompts/robustness.ts';
import { measureSentences } from './prompts/sentences.ts';
import { measureSpeed } from './prompts/speed.ts';
import { measureWorstCases } from './prompts/worst-cases.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    cache: { type: 'string' },
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    list: { type: 'string' },
    figures: { type: 'string' },
    basis: { type: 'string', default: 'development' },
  },
});
const data = values.data;
if (data === undefined) throw new Error('Name the folder of labelled prompts: --data <dir>');
const folder = existsSync(join(data, 'prompts')) ? join(data, 'prompts') : data;
const parts = values.only?.split(',');
const wants = (part: string) => parts?.includes(part) ?? true;
const { list } = values;
if (list !== undefined && list !== 'misses' && list !== 'false')
  throw new Error('--list takes misses or false.');
const cases = join(data, 'cases');
if (wants('cases') && existsSync(cases)) {
  const { figures: file, basis } = values;
  await measureCases(cases, list, file === undefined ? undefined : { file, basis });
}

if (wants('detection')) {
  await measureDetection(join(folder, 'test_in.csv'));
  await measureDetection(join(folder, 'dev_heldout.csv'));
}
if (wants('leave-one-out')) {
  const { cache, share, seed } = values;
  await measureLeaveOneOut(folder, { cache, share: Number(share), seed: Number(seed) });
}
const lists = join(data, 'lexicons/ldnoobw');
if (wants('languages')) {
  await measureSentences(Number(values.seed));
  if (existsSync(lists)) measureLanguages(lists);
}
if (wants('disguises')) measureDisguises();
if (wants('worst')) measureWorstCases();
if (wants('speed')) await measureSpeed(join(folder, 'test_in.csv'));
