import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useJudge } from '../judges/support.ts';
import { answering, openaiModerationAnswer, refusing, saying } from '../upstreams/judges/index.ts';
import { fixture, shoji } from './shoji.ts';

/** Finds violence in texts with "fight", and in every picture that is not plain: its bytes are many. */
const server = await useJudge((response, body) => {
  const { input, messages } = JSON.parse(body);
  if (messages) {
    const [{ content }] = messages;
    return saying(content.includes('fight') ? 'unsafe\nS1' : 'safe')(response, body);
  }
  const [{ text, image_url }] = input;
  const kind = text === undefined ? 'image' : 'text';
  const bad = text?.includes('fight') || image_url?.url.length > 10_000;
  return answering(openaiModerationAnswer(kind, { scores: { violence: bad ? 0.9 : 0.01 } }))(response, body);
});
const run = (...args: string[]) =>
  shoji([...args, '--judges', fixture('judges.ts')], '', { JUDGE_URL: server.url });

let folder = '';
const file = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoji-judges-'));
  const create = { width: 256, height: 256, channels: 3, background: '#808080' } as const;
  await sharp({ create }).png().toFile(file('grey.png'));
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  await sharp({ create: { ...create, noise } })
    .jpeg()
    .toFile(file('noise.jpg'));
  await writeFile(file('note.png'), 'no picture at all');
  const rows = Array.from({ length: 12 }, (_, index) =>
    index % 2 === 0 ? `a fight between robots ${index},violence` : `a dog in a suit ${index},safe`,
  );
  await writeFile(file('prompts.csv'), ['text,label', ...rows, ''].join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('shoji classifier evaluate --judges', () => {
  const evaluate = (...flags: string[]) => run('classifier', 'evaluate', file('prompts.csv'), ...flags);

  it('measures the judges of a module beside Shoji’s checks', async () => {
    const against = 'rules,openai-moderation-prompt,guard-prompt';
    const { code, stdout } = await evaluate('--against', against, '--yes', '--json');
    expect(code).toBe(0);
    const { checks } = JSON.parse(stdout);
    expect(checks.map(({ name }: { name: string }) => name)).toEqual(against.split(','));
    for (const { counts, recall, falseAlarmRate, medianMs } of checks.slice(1)) {
      expect({ read: counts.read, recall, falseAlarmRate }).toEqual({
        read: 12,
        recall: 1,
        falseAlarmRate: 0,
      });
      expect(medianMs).toBeGreaterThan(0);
    }
    expect(checks[0].agreement).toBe(1);
    expect(server.requests).toHaveLength(24);
  });

  it('asks no judge before consent, because its cost is not known', async () => {
    const { code, stderr } = await evaluate('--against', 'small,guard-prompt');
    expect(code).toBe(2);
    expect(stderr).toContain('Cost known only from the answers: guard-prompt.');
    expect(server.requests).toEqual([]);
  });
});

describe('shoji check-image --judges', () => {
  it('uses each moderator of the module, and no other', async () => {
    const { code, stdout } = await run('check-image', '--json', file('grey.png'), file('noise.jpg'));
    expect(code).toBe(10);
    expect(JSON.parse(stdout)).toMatchObject([
      { decision: 'clear', findings: [] },
      { decision: 'blur', findings: [{ check: 'openai-moderation-image', category: 'violence' }] },
    ]);
  });

  it('compares judges on the same pictures', async () => {
    const names = ['openai-moderation-image', 'sees-nothing', 'embedded-image'];
    const files = [file('grey.png'), file('noise.jpg')];
    const { code, stdout } = await run('check-image', '--against', names.join(','), '--json', ...files);
    expect(code).toBe(0);
    const { judges, files: compared } = JSON.parse(stdout);
    expect(judges).toMatchObject([
      { name: names[0], clear: 1, blur: 1, withhold: 0, unchecked: 0, agreement: 1 },
      { name: names[1], clear: 2, blur: 0, withhold: 0, unchecked: 0, agreement: 0.5 },
      { name: names[2], unchecked: 0 },
    ]);
    expect(compared[1].verdicts[names[0] ?? '']).toMatchObject({
      decision: 'blur',
      findings: [{ category: 'violence', label: 'violence', score: 0.9 }],
    });
  });

  it('prints a table, the pictures on which they differ, and files that are no pictures', async () => {
    const files = [file('grey.png'), file('noise.jpg'), file('note.png')];
    const { code, stdout } = await run(
      'check-image',
      ...['--against', 'openai-moderation-image,sees-nothing', ...files],
    );
    expect(code).toBe(30);
    expect(stdout).toMatch(/^openai-moderation-image +1 +1 +0 +0 +100\.0 % /m);
    expect(stdout).toMatch(/^sees-nothing +2 +0 +0 +0 +50\.0 % /m);
    expect(stdout).toContain('Different verdicts: 1');
    expect(stdout).toMatch(/noise\.jpg +blur +clear/);
    expect(stdout).toMatch(/^unchecked {2}.*note\.png {2}.*not a picture/m);
  });

  it('counts what a judge could not check, and never as clear', async () => {
    server.script(refusing(500, {}));
    const { code, stdout } = await run(
      'check-image',
      ...['--against', 'openai-moderation-image,sees-nothing', '--jsonl', file('grey.png')],
    );
    expect(code).toBe(30);
    expect(JSON.parse(stdout).verdicts).toMatchObject({
      'openai-moderation-image': { decision: 'withhold', unchecked: true },
      'sees-nothing': { decision: 'clear', unchecked: false },
    });
  });

  it.each([
    [['--against', 'other'], /unknown check "other"; known checks: sees-nothing, openai-moderation-image\./],
    [['--against', ','], /name at least one check/],
  ])('%j is a usage error', async (flags, message) => {
    const { code, stderr } = await run('check-image', ...flags, file('grey.png'));
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each([
    [fixture('broken-judges.ts'), /the export misspelt is not a check or a judge/],
    ['/nowhere/at/all.ts', /there is no such file/],
  ])('refuses the module %s', async (module, message) => {
    const { code, stderr } = await shoji(['check-image', '--judges', module, file('grey.png')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
