import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { isSignedWith, NodeSha256 } from './sigv4.ts';

const KEY = 'key-of-the-operator';
const BODY = new TextEncoder().encode('{"prompt":"a dog"}');
const URL_ = 'http://127.0.0.1:8787/model/m/invoke?a=1';

interface Signing {
  readonly secret?: string;
  readonly service?: string;
  readonly at?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly unsigned?: readonly string[];
}

/** A request signed like one of an AWS SDK. */
async function signed({
  secret = KEY,
  service = 'bedrock',
  at = Date.now(),
  headers = {},
  unsigned = [],
}: Signing = {}) {
  const signer = new SignatureV4({
    service,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret },
    sha256: NodeSha256,
    applyChecksum: true,
  });
  const request = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: '/model/m/invoke',
      query: { a: '1' },
      headers: { host: '127.0.0.1:8787', ...headers },
      body: BODY,
    },
    { signingDate: new Date(at), unsignableHeaders: new Set(unsigned) },
  );
  return { ...request.headers };
}

const check = (headers: Record<string, string>, { body = BODY, url = URL_, keys = [KEY] } = {}) =>
  isSignedWith(new Request(url, { method: 'POST', headers }), body, 'bedrock', keys);

describe('a signed request', () => {
  it('is accepted when one of the keys signed it', async () => {
    expect(await check(await signed())).toBe(true);
    expect(await check(await signed(), { keys: ['another-key-of-somebody', KEY] })).toBe(true);
  });

  it.each<[string, () => Promise<boolean>]>([
    ['signed with another key', async () => check(await signed({ secret: 'another' }))],
    ['signed for another service', async () => check(await signed({ service: 'sagemaker' }))],
    ['older than five minutes', async () => check(await signed({ at: Date.now() - 301_000 }))],
    ['from the future', async () => check(await signed({ at: Date.now() + 301_000 }))],
    [
      'of another body, whatever hash it names',
      async () => check(await signed(), { body: new TextEncoder().encode('{"prompt":"x"}') }),
    ],
    [
      'of another body, with no hash named',
      async () => {
        const { 'x-amz-content-sha256': _, ...headers } = await signed();
        return check(headers, { body: new TextEncoder().encode('{"prompt":"x"}') });
      },
    ],
    ['of another path', async () => check(await signed(), { url: URL_.replace('/m/', '/other/') })],
    ['of another query', async () => check(await signed(), { url: `${URL_}&b=2` })],
    [
      'with a signed header changed',
      async () => check({ ...(await signed({ headers: { 'x-mode': 'a' } })), 'x-mode': 'b' }),
    ],
    ['without a date', async () => check({ ...(await signed()), 'x-amz-date': '' })],
    [
      'whose date is not that of its scope',
      async () => {
        const headers = await signed();
        const scope = (headers.authorization ?? '').replace(/\/\d{8}\//, '/20200101/');
        return check({ ...headers, authorization: scope });
      },
    ],
    ['that leaves the host out', async () => check(await signed({ unsigned: ['host'] }))],
    ['not signed at all', () => check({})],
    ['with a bearer token', () => check({ authorization: `Bearer ${KEY}` })],
  ])('is rejected when it is %s', async (_, made) => {
    expect(await made()).toBe(false);
  });
});
