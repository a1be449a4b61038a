import { describe, expect, it } from 'vitest';
import { type AdmissionRules, createAdmission, type Door } from './admission.ts';
import { callerWord } from './keys.ts';

const KEY = 'a-key-of-16-characters';
const LISTED = 'https://app.example';
const EXTENSION = 'chrome-extension://abcdefghijklmnop';

function admit(headers: Record<string, string>, rules: Partial<AdmissionRules> = {}, door?: Door) {
  const request = new Request('http://127.0.0.1:8787/v1/generations', { method: 'POST', headers });
  return createAdmission({ keys: [], origins: [LISTED], ...rules }, door)(request);
}
const withKey = { keys: [KEY] };
const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

describe('without keys', () => {
  it('everybody is admitted, by one name', async () => {
    expect(await admit({})).toEqual({ caller: callerWord(''), authorization: undefined, page: 'none' });
  });

  it('a caller with a login of the upstream has another name, and keeps the login', async () => {
    const { Authorization } = bearer('of the upstream');
    expect(await admit({ Authorization })).toEqual({
      caller: callerWord(Authorization),
      authorization: Authorization,
      page: 'none',
    });
  });
});

describe('with keys', () => {
  it('a caller is admitted by a key, which is not passed on', async () => {
    expect(await admit(bearer(KEY), withKey)).toEqual({
      caller: callerWord(KEY),
      authorization: undefined,
      page: 'none',
    });
  });

  it.each([
    ['no key', {}],
    ['another key', bearer('another-key-of-22-characters')],
    ['an empty key', bearer('')],
  ])('a caller with %s is refused', async (_, headers) => {
    expect(await admit(headers, withKey)).toEqual({
      refused: 'key',
      status: 401,
      message: 'Send a key from the operator.',
    });
  });

  it('a caller who proves a key is admitted, by one name', async () => {
    const seen: (readonly string[])[] = [];
    const proves = (answer: boolean) => ({
      proves: async (_: Request, keys: readonly string[]) => {
        seen.push(keys);
        return answer;
      },
    });
    expect(await admit(bearer('a signature'), withKey, proves(true))).toMatchObject({
      caller: callerWord(''),
    });
    expect(await admit(bearer(KEY), withKey, proves(false))).toMatchObject({ refused: 'key' });
    expect(seen).toEqual([[KEY], [KEY]]);
  });
});

describe('a page', () => {
  it.each([
    ['of this server', { Origin: 'http://127.0.0.1:8787' }, 'own'],
    ['of an allowed origin', { Origin: LISTED }, 'listed'],
  ])('%s is admitted', async (_, headers, page) => {
    expect(await admit(headers)).toMatchObject({ page });
    expect(await admit({ ...headers, ...bearer(KEY) }, withKey)).toMatchObject({ page });
  });

  it('of another origin is refused before a key is required', async () => {
    expect(await admit({ Origin: 'https://other.example' }, withKey)).toMatchObject({
      refused: 'page',
      status: 403,
      message: expect.stringContaining('https://other.example'),
    });
  });

  it('of an extension is refused, unless this entry admits extensions', async () => {
    expect(await admit({ Origin: EXTENSION })).toMatchObject({ refused: 'page' });
    expect(await admit({ Origin: EXTENSION }, {}, { extensions: true })).toMatchObject({ page: 'extension' });
    expect(await admit({ Origin: EXTENSION }, withKey, { extensions: true })).toMatchObject({
      refused: 'key',
    });
  });
});
