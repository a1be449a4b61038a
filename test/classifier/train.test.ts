import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedPromptClassifier } from '../../packages/embedded/src/index.ts';
import { shoji } from '../cli/shoji.ts';
import { CLASSES, csv, samples } from './prompts.ts';

let root: string;
const at = (name: string) => join(root, name);
type Run = Awaited<ReturnType<typeof shoji>>;
const train = (...flags: string[]): Promise<Run> => shoji(['classifier', 'train', ...flags]);

let text: Run;
let json: Run;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-train-'));
  await writeFile(at('data.csv'), csv(samples(200, 10)));
  const prepared = await shoji([
    ...['classifier', 'prepare', at('data.csv'), '--out', root, '--held-out', '0.3', ...CLASSES],
  ]);
  // Fewer than Comprehend needs, and enough for training here.
  expect(prepared.code).toBe(20);
  const data = ['--data', at('train.csv'), '--held-out', at('held-out.csv')];
  [text, json] = await Promise.all([
    train(...data, '--out', at('one.json'), '--report', at('report.html')),
    train(...data, '--out', at('two.json'), '--json', '--no-prompts'),
  ]);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('shoji classifier train', () => {
  it('shows its progress in plain lines without a terminal', () => {
    expect(text.code).toBe(0);
    for (const phase of ['embeddings', 'trial small model', 'trial full model', 'full model', 'measuring']) {
      expect(text.stderr).toMatch(new RegExp(`^${phase}: \\d+:\\d\\d$`, 'm'));
    }
    expect(text.stderr).not.toContain('\u001b');
  });

  it('reports on prompts outside its training data, and prints how to use the weights', () => {
    expect(text.stdout).toMatch(
      /^Measured on \d\d prompts of .*held-out\.csv, under the policy "standard"\.$/m,
    );
    expect(text.stdout).toMatch(/^warning: The measurement has only \d+ unsafe prompts/m);
    expect(text.stdout).toMatch(
      /^ +read +precision +recall +F1 +AUC +caught at 1 % false alarms +agrees +ms$/m,
    );
    expect(text.stdout).toMatch(
      /^flag from +precision +recall +F1 +false alarms +precision at 5\.0 % unsafe$/m,
    );
    expect(text.stdout).toMatch(/^labelled \\ taken for +passed/m);
    expect(text.stdout).toMatch(/embeddedPromptClassifier\(\{ weights: .*one\.json/);
  });

  it('learns its training data, and lists wrongly labelled prompts as mistakes', () => {
    const { checks, compared, weights } = JSON.parse(json.stdout);
    expect(json.code).toBe(0);
    expect(weights).toBe(at('two.json'));
    for (const check of checks) {
      expect(check.counts.read).toBe(compared);
      expect(check.areaUnderCurve).toBeGreaterThan(0.6);
      expect(check.thresholds).toHaveLength(11);
    }
    const mistakes = checks.flatMap((check: { missed: object[] }) => check.missed);
    expect(mistakes.length).toBeGreaterThan(0);
    for (const mistake of mistakes)
      expect(mistake).toMatchObject({ text: '', at: expect.stringMatching(/held-out\.csv:\d+$/) });
  });

  it('makes the same weights of the same data and seed, and they run', async () => {
    expect(await readFile(at('two.json'), 'utf8')).toBe(await readFile(at('one.json'), 'utf8'));
    const classifier = embeddedPromptClassifier({ weights: at('one.json') });
    const { signal } = new AbortController();
    const { model, findings } = await classifier.classify('a shattered lamp by the sea, photo', { signal });
    expect(model).toBe(JSON.parse(json.stdout).version);
    expect(findings).toMatchObject([{ check: 'embedded-prompt', category: 'violence' }]);
  });

  it('writes the report as a page, with the curves', async () => {
    const page = await readFile(at('report.html'), 'utf8');
    for (const title of ['ROC curve', 'Precision and recall', 'Reliability']) expect(page).toContain(title);
    expect(page).not.toMatch(/<(?:script|link|img)\b[^>]*\b(?:src|href)=/);
  });

  it('refuses unusable training data, and held-out prompts that are also in the training data', async () => {
    await writeFile(at('few.csv'), 'text,label\na house,safe\na broken house,unsafe\n');
    const [overlap, few] = await Promise.all([
      train('--data', at('train.csv'), '--held-out', at('train.csv'), '--out', at('no.json')),
      train('--data', at('few.csv'), '--out', at('no.json')),
    ]);
    expect(overlap.stderr).toMatch(
      /shoji: --held-out: .*train\.csv:2: this prompt is also in the training data/,
    );
    expect(few.stderr).toMatch(/shoji: There are too few unsafe English prompts for training/);
    for (const { code, stderr } of [overlap, few]) {
      expect(code).toBe(2);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });
});
