import { CheckError, type Engine, presets } from '@shoji/core';
import { Account } from '@shoji/core/screen';
import { fakeClassifier, fakeEngine } from '@shoji/core/testing';
import { describe, expect, it } from 'vitest';
import { BANNED, screeningEngine } from '../../../testing/engine.ts';
import type { Json } from '../../../wire/json/strict-json.ts';
import { runOf } from '../comfy.test-helper.ts';
import { tellOutput, tellOutputs, tellText } from './outputs.ts';
import { Runs } from './runs.ts';
import { tenantOf } from './tenant.ts';

const call = () => ({
  id: 'gen_1',
  engine: screeningEngine(),
  signal: new AbortController().signal,
  account: new Account(),
  language: 'en' as const,
});

/** Screens a text under `standard`, which passes texts in a language that a check cannot read. */
function tell(text: string, parts: Partial<Engine> = {}) {
  const engine = fakeEngine({ policy: presets.standard, ...parts });
  const { signal } = new AbortController();
  return tellText(text, { id: 'gen_1', engine, signal, account: new Account(), language: 'en' });
}

it('passes a text that was read', async () => {
  expect(await tell('a green dog')).toBe('a green dog');
  const foreign = fakeClassifier({ findings: [], skipped: 'language' });
  expect(await tell('緑の犬', { classifiers: [foreign] })).toBe('緑の犬');
});

it.each([
  ['is too long for a check', fakeClassifier({ findings: [], skipped: 'too-long' })],
  ['a check cannot read', fakeClassifier(new CheckError('invalid-input', 'too many bytes'))],
])('does not pass a text that %s', async (_, classifier) => {
  expect(await tell('a green dog', { classifiers: [classifier] })).toBe('The prompt could not be checked.');
});

it('does not read a text over the limit of prompts', async () => {
  const classifier = fakeClassifier();
  expect(await tell('a dog '.repeat(10_000), { classifiers: [classifier] })).toBe(
    'The prompt could not be checked.',
  );
  expect(classifier.calls).toEqual([]);
});

describe('the output of a node', () => {
  const words = {
    replaced: [{ sent: 'a green dog, nsfw', typed: 'a green dog' }],
    operators: '',
    added: new Map(),
  };
  const run = runOf({ words });
  const tellNode = (output: Json, runs = new Runs()) => tellOutput(output, run, runs, call());

  it('has texts only where the policy allows them, at any depth, keys too', async () => {
    const refused = 'The prompt was refused. Reason: toxic language.';
    expect(
      await tellNode({ text: ['a dog', BANNED], more: BANNED, deep: [[{ [BANNED]: [BANNED] }]] }),
    ).toEqual({
      text: ['a dog', refused],
      more: refused,
      deep: [[{ [refused]: [refused] }]],
    });
    expect(await tellNode(BANNED)).toBe(refused);
  });

  it('keeps numbers, booleans and null, and has the client’s own words', async () => {
    expect(await tellNode({ a: [1, true, null], b: 'a green dog, nsfw' })).toEqual({
      a: [1, true, null],
      b: 'a green dog',
    });
  });

  it('has the files of its tenant under the tenant’s names, and remembers where they are', async () => {
    const runs = new Runs();
    const subfolder = `${run.tenant.folder}/pets`;
    const file = { filename: 'a.png', subfolder, type: 'output' };
    expect(await tellNode({ images: [file] }, runs)).toEqual({ images: [{ ...file, subfolder: 'pets' }] });
    expect(runs.file({ filename: 'a.png', subfolder: 'pets', type: 'output' }, run.tenant)).toEqual({
      run,
      place: subfolder,
    });
  });

  it('has no file of another tenant', async () => {
    const subfolder = tenantOf('other').folder;
    expect(await tellNode({ images: [{ filename: 'a.png', subfolder, type: 'output' }] })).toEqual({
      images: [],
    });
  });

  it('has the defaults of the server where a file names no folder', async () => {
    expect(await tellNode({ images: [{ filename: 'a.png' }] })).toEqual({
      images: [{ filename: 'a.png', subfolder: '', type: 'output' }],
    });
  });

  it('has the numbers and the format of a video beside its file, and nothing else', async () => {
    const file = { filename: 'a.mp4', subfolder: '', type: 'temp' };
    const video = (beside: object) => tellNode({ gifs: [{ ...file, ...beside }] });
    expect(await video({ frame_rate: 8, format: 'video/h264-mp4', workflow: 'a.png' })).toEqual({
      gifs: [{ ...file, frame_rate: 8, format: 'video/h264-mp4' }],
    });
    for (const format of ['two words', 'a'.repeat(41), `a ${BANNED}`, ' a', ''])
      expect(await video({ format })).toEqual({ gifs: [file] });
  });

  it.each([
    ['has no name', { subfolder: '' }],
    ['has a folder that is no text', { filename: 'a.png', subfolder: 7 }],
    ['is in an unknown folder', { filename: 'a.png', type: 'other' }],
  ])('is an object with words where a file %s', async (_, item) => {
    expect(await tellNode({ images: [item] })).toEqual({ images: [item] });
  });
});

describe('the outputs of all nodes', () => {
  it('have the client’s words once, and the client’s nodes', async () => {
    const words = {
      replaced: [
        { sent: 'fog', typed: 'thick mist' },
        { sent: 'thick mist', typed: 'rain' },
      ],
      operators: '',
      added: new Map([['shoji-1', '7']]),
    };
    const outputs = { 'shoji-1': { text: ['fog'] } };
    expect(await tellOutputs(outputs, runOf({ words }), new Runs(), call())).toEqual({
      '7': { text: ['thick mist'] },
    });
    const operated = { ...words, replaced: [], operators: 'the prompt' };
    expect(
      await tellOutputs({ '9': { text: [BANNED] } }, runOf({ words: operated }), new Runs(), call()),
    ).toEqual({ '9': { text: ['The prompt was refused. Reason: toxic language.'] } });
  });

  it('are told by node, and are empty where the server sent no object', async () => {
    expect(await tellOutputs({ '9': { text: [BANNED] } }, runOf(), new Runs(), call())).toEqual({
      '9': { text: ['The prompt was refused. Reason: toxic language.'] },
    });
    for (const none of [null, [], 'text', 7])
      expect(await tellOutputs(none, runOf(), new Runs(), call())).toEqual({});
  });
});
