import { describe, expect, it } from 'vitest';
import { shojiHere } from './here.ts';
import { exitCode, fixture, shoji, start } from './shoji.ts';

const STACK = /^\s+at /m;
const rules = (...args: string[]) => shojiHere(['check', '--checks', 'rules', ...args]);

describe('shoji check', () => {
  it('prints its findings, marks them in the prompt, and returns the exit code', async () => {
    const allowed = await shoji(['check', '--checks', 'rules', 'a dog in a suit']);
    const warned = await rules('a sexy woman');
    const rejected = await rules('a sexy woman', '--policy', 'strict');
    expect(allowed).toMatchObject({ code: 0, stderr: '' });
    expect(allowed.stdout).toMatch(/^allow {2}a dog in a suit\n/);
    expect(warned).toMatchObject({ code: 10, stderr: '' });
    expect(warned.stdout).toMatch(/^warn {2}a «sexy» woman\n/);
    expect(warned.stdout).toMatch(/^warn +suggestive +0\.\d\d +rules +sexy$/m);
    expect(rejected).toMatchObject({ code: 20, stderr: '' });
  });

  it('prints the full result as JSON, with the span in UTF-16 units of the typed prompt', async () => {
    const { stdout } = await rules('🐕 セクシーな女性', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      prompt: '🐕 セクシーな女性',
      decision: 'warn',
      unchecked: false,
      findings: [{ check: 'rules', category: 'suggestive', span: [3, 7] }],
      checks: [{ check: 'rules', status: 'flagged' }],
    });
  });

  it('replaces the lexicon by a list of terms', async () => {
    const list = ['--terms', fixture('terms.txt')];
    const own = await rules('a zeppelin', ...list);
    const builtIn = await rules('a sexy woman', ...list);
    expect(own.code).toBe(20);
    expect(builtIn.code).toBe(0);
  });

  it('calls the embedded classifier by its present name, also when a script uses its former name', async () => {
    const [asked, formerly] = await Promise.all([
      shoji(['check', 'a dog', '--checks', 'embedded-prompt', '--json']),
      shoji(['check', 'a dog', '--checks', 'full', '--json']),
    ]);
    expect(JSON.parse(asked.stdout)).toMatchObject({
      checks: [{ check: 'embedded-prompt', status: 'passed' }],
    });
    expect(JSON.parse(formerly.stdout)).toMatchObject({ checks: [{ check: 'embedded-prompt' }] });
  });

  it('distinguishes a prompt that could not be checked from one that passed', async () => {
    const { code, stdout } = await shojiHere([
      'check',
      'a dog',
      '--config',
      fixture('broken-classifier.config.ts'),
    ]);
    expect(code).toBe(30);
    expect(stdout).toMatch(/^could not be checked {2}a dog\n/);
    expect(stdout).toContain('remote failed (error): Error: connection refused');
  });

  it('prints no control characters of the prompt', async () => {
    const { stdout } = await rules('a \u001b[31mred\u202e dog');
    expect(stdout).toMatch(/^allow {2}a ␛\[31mred\uFFFD dog\n/);
  });

  it('answers a usage error with one plain message', async () => {
    const wrong = [
      ['check'],
      ['check', ' '],
      ['check', 'a dog', '--jsonl'],
      ['check', 'a dog', '--checks', 'rules,guesses'],
      ['check', 'a dog', '--policy', 'lenient'],
      ['check', 'a dog', '--config', 'no-such.config.ts'],
      ['check', 'a dog', '--checks', 'rules', '--terms', 'no-such.txt'],
      ['check', 'a dog', '--checks', 'small', '--terms', fixture('terms.txt')],
      ['chekc', 'a dog'],
    ];
    for (const args of wrong) {
      const { code, stdout, stderr } = await shojiHere(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^(shoji|error): /);
      expect(stderr).not.toMatch(STACK);
    }
  });
});

describe('shoji check --jsonl', () => {
  const lines = (...args: string[]) => ['check', '--jsonl', '--checks', 'rules', ...args];

  it('answers each line, in the same order', async () => {
    const prompts = Array.from(
      { length: 3_000 },
      (_, index) => `${index % 3 === 0 ? 'sexy' : 'plain'} ${index}`,
    );
    const input = prompts.map((prompt) => `${JSON.stringify({ prompt, id: 1 })}\n`).join('\n');
    const { code, stdout } = await shoji(lines(), input);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(answers.map(({ prompt }) => prompt)).toEqual(prompts);
    expect(answers[0]).toEqual({
      prompt: 'sexy 0',
      decision: 'warn',
      findings: [expect.objectContaining({ category: 'suggestive', span: [0, 4] })],
    });
    expect(answers[1]).toEqual({ prompt: 'plain 1', decision: 'allow', findings: [] });
  });

  it.each([
    ['no JSON', 'a dog'],
    ['no object', '["a dog"]'],
    ['no prompt', '{"text":"a dog"}'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('names a line that is %s, after answering those before it', async (_, bad) => {
    const input = Buffer.concat([
      Buffer.from('{"prompt":"a dog"}\n\n'),
      Buffer.from(bad),
      Buffer.from('\n{"prompt":"b"}'),
    ]);
    const { code, stdout, stderr } = await shoji(lines(), input);
    expect(code).toBe(2);
    expect(stdout).toBe('{"prompt":"a dog","decision":"allow","findings":[]}\n');
    expect(stderr).toMatch(/^shoji: Line 3 /);
  });

  it('answers a line before the next one arrives', async () => {
    const child = start(lines());
    for (const prompt of ['first', 'second']) {
      child.stdin.write(`${JSON.stringify({ prompt })}\n`);
      const answer = await new Promise((resolve) => child.stdout.once('data', resolve));
      expect(JSON.parse(String(answer))).toMatchObject({ prompt });
    }
    child.stdin.end();
    expect(await exitCode(child)).toBe(0);
  });

  it('reports which prompts could not be checked', async () => {
    const args = ['check', '--jsonl', '--config', fixture('broken-classifier.config.ts')];
    const { code, stdout, stderr } = await shoji(args, '{"prompt":"a dog"}\n{"prompt":"a cat"}');
    expect(code).toBe(30);
    // The reason is printed once for all prompts.
    expect(stderr).toMatch(/^shoji: standard input: [\w-]+: .+\n$/);
    const [first = ''] = stdout.split('\n');
    expect(JSON.parse(first)).toEqual({ prompt: 'a dog', decision: 'allow', findings: [], unchecked: true });
  });

  it('gives classifiers unlimited time unless a flag sets a deadline', async () => {
    const slow = ['--config', fixture('slow-classifier.config.ts')];
    const line = '{"prompt":"a dog"}';
    const [batch, hurried, single] = await Promise.all([
      shoji(['check', '--jsonl', ...slow], line),
      shoji(['check', '--jsonl', '--deadline', '0', ...slow], line),
      shoji(['check', 'a dog', ...slow]),
    ]);
    expect(batch).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(batch.stdout)).toMatchObject({ decision: 'reject', findings: [{ check: 'slow' }] });
    expect(hurried.code).toBe(30);
    expect(JSON.parse(hurried.stdout)).toEqual({
      prompt: 'a dog',
      decision: 'allow',
      findings: [],
      unchecked: true,
    });
    expect(single.code).toBe(30);
  });

  it('reports a failed check also when the policy lets it fail open', async () => {
    const args = ['check', '--jsonl', '--config', fixture('open-classifier.config.ts')];
    const { code, stdout } = await shoji(args, '{"prompt":"a dog"}');
    expect(code).toBe(30);
    expect(JSON.parse(stdout)).toMatchObject({ decision: 'allow', unchecked: true });
  });

  it('ends quietly when its output pipe is closed (EPIPE)', async () => {
    const child = start(lines());
    child.stdout.destroy();
    child.stdin.on('error', () => {});
    child.stdin.write('{"prompt":"a dog"}\n'.repeat(20_000));
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += chunk));
    expect(await exitCode(child)).toBe(141);
    expect(stderr).toBe('');
  });
});
