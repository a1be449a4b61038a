import type { ImageVerdict } from '../../screen/client/moderate.ts';
import { keptVerdicts } from '../../storage/picture-values.ts';

/** Verdicts that are kept. The oldest are dropped first. */
const MOST = 500;

/** Verdicts of the browser session, so that the same picture is not sent again at every page. */
export interface Verdicts {
  /** The verdict on these bytes by this judge; without one, `ask` is called, once for all who wait for it. */
  of(bytes: string, judge: string, ask: () => Promise<ImageVerdict>): Promise<ImageVerdict>;
}

/**
 * The key of a verdict is the hash of the picture's bytes and of its judge: the same bytes have the same verdict at every
 * address, and other bytes at the same address need another one.
 */
export function sessionVerdicts(): Verdicts {
  const asked = new Map<string, Promise<ImageVerdict>>();
  let writing: Promise<void> = Promise.resolve();

  async function find(key: string, ask: () => Promise<ImageVerdict>): Promise<ImageVerdict> {
    const kept = (await keptVerdicts.read())?.[key];
    if (kept) return kept;
    const verdict = await ask();
    // A check that failed may succeed the next time.
    if (!verdict.unchecked) {
      writing = writing.then(() => keep(key, verdict)).catch(() => undefined);
      await writing;
    }
    return verdict;
  }

  return {
    async of(bytes, judge, ask) {
      const key = await hashOf(`${judge}\n${bytes}`);
      const answer = asked.get(key) ?? find(key, ask).finally(() => asked.delete(key));
      asked.set(key, answer);
      return answer;
    },
  };
}

async function keep(key: string, verdict: ImageVerdict): Promise<void> {
  const { findings, warnings, decision, unchecked } = verdict;
  const kept = { decision, unchecked, findings: [...findings], warnings: [...warnings] };
  const all = { ...(await keptVerdicts.read()), [key]: kept };
  await keptVerdicts.write(Object.fromEntries(Object.entries(all).slice(-MOST)));
}

/** SHA-256 as hexadecimal digits. */
async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
