import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeCodec } from '@shoji/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lambdaApp } from './lambda-app.ts';
import { lambdaLog } from './log.ts';

const KEY = 'key-of-the-operator';
const ENV = { SHOJI_SAGEMAKER_ENDPOINT: 'sd', SHOJI_KEYS: KEY, AWS_REGION: 'us-east-1' };
const started = (env: Record<string, string>) => lambdaApp(fakeCodec(), {}, env);

describe('lambdaApp', () => {
  it('uses the rules and Rekognition by default', async () => {
    const request = new Request('https://a.example/v1/policy', {
      headers: { Authorization: `Bearer ${KEY}` },
    });
    const policy = await (await started(ENV).fetch(request)).json();
    expect(policy).toMatchObject({
      name: 'standard',
      checks: [{ name: 'rules' }, { name: 'rekognition' }],
      generator: { name: 'sagemaker/sd' },
    });
  });

  it('does not start without an image model', () => {
    expect(() => started({ SHOJI_KEYS: KEY })).toThrow(/SHOJI_SAGEMAKER_ENDPOINT/);
  });

  it('has the list of blocked pictures beside the moderator, and does not start with one that cannot be read', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'shoji-')), 'blocked.txt');
    onTestFinished(() => rmSync(file));
    expect(() => started({ ...ENV, SHOJI_BLOCKED: file })).toThrow(/blocked\.txt does not exist/);
    writeFileSync(file, `shoji-image-1:${'0123456789abcdef'.repeat(4)}\n`);
    const request = new Request('https://a.example/v1/policy', {
      headers: { Authorization: `Bearer ${KEY}` },
    });
    const policy = await (await started({ ...ENV, SHOJI_BLOCKED: file }).fetch(request)).json();
    expect(policy).toMatchObject({
      checks: [{ name: 'rules' }, { name: 'rekognition' }, { name: 'blocked-pictures' }],
    });
  });

  it('does not start open to everyone unless a setting allows it', async () => {
    const { SHOJI_KEYS: _, ...open } = ENV;
    expect(() => started(open)).toThrow(/SHOJI_KEYS/);
    expect(() => started({ ...open, SHOJI_INSECURE: '1' })).not.toThrow();
    expect(() => started({ ...open, SHOJI_EDGE_SECRET: 's'.repeat(32) })).not.toThrow();
    expect((await started(ENV).fetch(new Request('https://a.example/v1/policy'))).status).toBe(401);
  });
});

describe('lambdaLog', () => {
  it('writes one JSON object per line, from its level up', () => {
    const lines: string[] = [];
    const log = lambdaLog('warn', (line) => lines.push(line));
    log.info({ id: 'a' }, 'not said');
    log.warn({ id: 'b' }, 'a check failed\nbadly');
    log.error({}, 'internal error');
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { level: 'warn', time: expect.any(String), id: 'b', msg: 'a check failed\nbadly' },
      { level: 'error', time: expect.any(String), msg: 'internal error' },
    ]);
  });
});
