import { fakeGenerator } from '@shoji/core/testing';
import { describe, expect, it } from 'vitest';
import { generate } from '../fake-model.test-helper.ts';
import { type CallOptionsRead, readOptions } from './read-options.ts';

const FIELDS = {
  one: { style: 'name', text: 'prompt', avoid: 'negative', steps: 'number', hd: 'toggle', scale: 'guidance' },
  two: { avoid: 'negative', scale: 'guidance' },
} as const;

/** The options that are sent after their texts were screened. */
async function sent(read: CallOptionsRead) {
  const generator = fakeGenerator();
  const [negativePrompt, ...otherNegativePrompts] = read.negatives;
  await generate(generator, { otherPrompts: read.prompts, negativePrompt, otherNegativePrompts });
  const [request] = generator.requests;
  return request && read.fill(request);
}

describe('provider options', () => {
  it('are read by their roles', () => {
    const options = {
      one: { style: 'ink', text: 'in oil', avoid: 'rain', steps: 4, hd: true, scale: 6 },
      two: { scale: 3 },
    };
    expect(readOptions(options, FIELDS)).toMatchObject({
      prompts: ['in oil'],
      names: ['ink'],
      negatives: ['rain', ''],
      guidanceScale: 3,
    });
    expect(readOptions(undefined, FIELDS)).toMatchObject({
      prompts: [],
      negatives: ['', ''],
      guidanceScale: undefined,
    });
  });

  it('are sent as they were read, with a merged negative prompt in every option for one', async () => {
    const options = { one: { style: 'ink', text: 'in oil', avoid: 'rain', steps: 4, hd: true, scale: 6 } };
    expect(await sent(readOptions(options, FIELDS))).toEqual({
      one: { ...options.one, avoid: expect.stringMatching(/nude.*, rain$/) },
      two: { avoid: expect.stringMatching(/nude/) },
    });
  });

  it('are left out when empty', () => {
    expect(readOptions({ one: { style: undefined, unknown: null }, three: {} }, FIELDS).names).toEqual([]);
  });

  it('are not sent with an unscreened text', async () => {
    const read = readOptions({ one: { text: 'in oil' } }, FIELDS);
    await expect(sent({ ...read, prompts: [] })).rejects.toThrow('providerOptions.one.text was not screened');
  });

  it.each([
    ['a list in place of options', ['ink'], 'providerOptions must be an object'],
    ['a text in place of a provider’s options', { one: 'ink' }, 'providerOptions.one must be an object'],
    ['an option without a role', { one: { look: 'ink' } }, "{ one: { look: 'name' } }"],
    ['a number without a role', { three: { cfg: 4 } }, "{ three: { cfg: 'number' } }"],
    ['a truth value without a role', { one: { raw: true } }, "{ one: { raw: 'toggle' } }"],
    ['an inherited name', { one: { constructor: 'ink' } }, 'one.constructor has no role'],
    ['an object', { one: { style: { a: 1 } } }, 'one.style is a list or an object'],
    ['a number for a name', { one: { style: 4 } }, 'one.style must be a name'],
    ['an address for a name', { one: { style: 'https://a.example/x.png' } }, 'one.style must be a name'],
    ['a path for a name', { one: { style: '../../etc/passwd' } }, 'one.style must be a name'],
    ['an absolute path for a name', { one: { style: '/etc/passwd' } }, 'one.style must be a name'],
    ['a data URI for a name', { one: { style: 'data:image/png;base64,AAAA' } }, 'one.style must be a name'],
    ['a long name', { one: { style: 'a'.repeat(129) } }, 'one.style must be a name'],
    ['a number for a text', { one: { text: 4 } }, 'one.text must be a string'],
    ['a number for a negative prompt', { one: { avoid: 4 } }, 'one.avoid must be a string'],
    ['a text for a number', { one: { steps: '4' } }, 'one.steps must be a number'],
    ['an endless number', { one: { scale: Number.POSITIVE_INFINITY } }, 'one.scale must be a number'],
    ['a text for a truth value', { one: { hd: 'yes' } }, 'one.hd must be true or false'],
  ])('are refused for %s', (_, options, message) => {
    expect(() => readOptions(options, FIELDS)).toThrow(message);
  });
});
