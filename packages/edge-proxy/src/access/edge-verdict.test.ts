import { describe, expect, it } from 'vitest';
import { type EdgeDecision, edgeVerdictFault, type JudgedRequest, signEdgeVerdict } from './edge-verdict.ts';

const SECRET = 'a-secret-of-at-least-32-characters';
const NOW = 1_700_000_000_000;
const request: JudgedRequest = {
  method: 'POST',
  path: '/v1/generations',
  body: new TextEncoder().encode('{"prompt":"a dog"}'),
};
const signed = (decision: EdgeDecision = 'allow') => signEdgeVerdict(SECRET, request, decision, NOW);
const faultOf = async (header: string | undefined, changes: Partial<JudgedRequest> = {}, now = NOW) =>
  edgeVerdictFault(SECRET, { ...request, ...changes }, header, now);

describe('a verdict', () => {
  it.each(['allow', 'warn'] as const)('of "%s" is valid for its request', async (decision) => {
    const header = await signed(decision);
    expect(header).toMatch(new RegExp(`^v1;${decision};${NOW};[0-9a-f]{64}$`));
    expect(await faultOf(header)).toBeUndefined();
  });

  it.each<[string, Partial<JudgedRequest>]>([
    ['another method', { method: 'PUT' }],
    ['another path', { path: '/v1/moderations' }],
    ['another body', { body: new TextEncoder().encode('{"prompt":"a cat"}') }],
    ['no body', { body: new Uint8Array() }],
  ])('is forged for a request with %s', async (_, changes) => {
    expect(await faultOf(await signed(), changes)).toBe('forged');
  });

  it('is forged when its decision or its time is changed', async () => {
    const header = await signed();
    expect(await faultOf(header.replace('allow', 'warn'))).toBe('forged');
    expect(await faultOf(header.replace(`;${NOW};`, () => `;${NOW + 1};`))).toBe('forged');
  });

  it('is forged when it was signed with another secret', async () => {
    const header = await signEdgeVerdict(`${SECRET}!`, request, 'allow', NOW);
    expect(await faultOf(header)).toBe('forged');
  });

  it.each([
    [-60_001, 'stale'],
    [-60_000, undefined],
    [60_000, undefined],
    [60_001, 'stale'],
  ])('%i ms after its time is %s', async (ms, fault) => {
    expect(await faultOf(await signed(), {}, NOW + ms)).toBe(fault);
  });

  it('is missing without the header', async () => {
    expect(await faultOf(undefined)).toBe('missing');
  });

  it.each([
    ['empty', () => ''],
    ['of another version', (header: string) => header.replace('v1', 'v2')],
    ['of a rejected prompt', (header: string) => header.replace('allow', 'reject')],
    ['cut off', (header: string) => header.slice(0, -1)],
    ['followed by more', (header: string) => `${header};`],
    ['after a space', (header: string) => ` ${header}`],
    ['in capitals', (header: string) => header.toUpperCase().replace('V1;ALLOW', 'v1;allow')],
  ])('is malformed when it is %s', async (_, change) => {
    expect(await faultOf(change(await signed()))).toBe('malformed');
  });
});
