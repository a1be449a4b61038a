import { describe, expect, it } from 'vitest';
import { screeningEngine } from '../../testing/engine.ts';
import { admitSocket } from './admit-socket.ts';
import { answerJson } from './answer-json.ts';
import type { SocketRoute, Upstream } from './upstream.ts';

const socket: SocketRoute = { path: '/ws', open: () => {} };
const upstream = (sockets?: readonly SocketRoute[]): Upstream => ({
  name: 'small',
  owns: () => true,
  routes: [],
  ...(sockets && { sockets }),
  refuse: ({ kind, status }) => answerJson({ kind }, { status }),
});
const KEY = 'k'.repeat(20);

async function admit(path: string, keys: readonly string[] = [], headers: Record<string, string> = {}) {
  const request = new Request(`http://localhost${path}`, { headers });
  const access = { keys, origins: [], maxBodyBytes: 1_000 };
  const upstreams = [upstream(), upstream([socket])];
  return admitSocket(request, upstreams, screeningEngine(), access, () => {});
}

describe('admitSocket', () => {
  it('accepts the WebSocket upgrade of a path, for a client in its language', async () => {
    const headers = { 'Accept-Language': 'ja', Authorization: 'Bearer own' };
    expect(await admit('/ws?clientId=a', [], headers)).toMatchObject({
      route: socket,
      call: { id: expect.stringMatching(/^gen_/), language: 'ja', authorization: 'Bearer own' },
    });
  });

  it.each(['/ws/', '/WS', '/other', '/w%2'])('has none at %s', async (path) => {
    const answer = await admit(path);
    expect(answer instanceof Response && answer.status).toBe(404);
  });

  it('requires a key like any call', async () => {
    const answer = await admit('/ws', [KEY]);
    expect(answer instanceof Response && [answer.status, await answer.json()]).toEqual([
      401,
      { kind: 'unauthorized' },
    ]);
    expect(await admit('/ws', [KEY], { Authorization: `Bearer ${KEY}` })).toMatchObject({
      call: { authorization: undefined },
    });
  });

  it('refuses cross-origin pages', async () => {
    const answer = await admit('/ws', [], { Origin: 'https://other.example' });
    expect(answer instanceof Response && answer.status).toBe(403);
  });
});
