import { beforeEach, describe, expect, it } from 'vitest';
import { parsePolicy } from '../screen/client/policy.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';

const { lastKnown } = await import('./proxy.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

describe('the last known policy', () => {
  it('is not used for another proxy', async () => {
    browser.state.stored.local.policy = {
      origin: 'http://127.0.0.1:1',
      facts: parsePolicy('{"name":"strict"}'),
    };
    expect((await lastKnown('http://127.0.0.1:1')).name).toBe('strict');
    await expect(lastKnown('http://127.0.0.1:2')).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('does not exist before the first answer', async () => {
    await expect(lastKnown('http://127.0.0.1:1')).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
