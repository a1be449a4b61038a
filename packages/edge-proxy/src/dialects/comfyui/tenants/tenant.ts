import { createHash } from 'node:crypto';

/** A caller that shares one ComfyUI with others, and the names that separate their prompts and files. */
export interface Tenant {
  /** Unique to the caller. */
  readonly id: string;
  /** The folder of their files, below ComfyUI's own folders. */
  readonly folder: string;
  /** The name of one of their clients at the server, which no other caller can use. */
  sid(clientId: string): string;
}

/** Letters that form no words, so that no check reads a folder's name as one. */
const LETTERS = 'qxzjvwhp';
const LETTERS_OF_NAME = 16;

/** The tenant of a caller: the same after a restart, so that their files stay theirs. */
export function tenantOf(caller: string): Tenant {
  const bytes = createHash('sha256').update(`folder ${caller}`).digest().subarray(0, LETTERS_OF_NAME);
  const folder = `shoji-${[...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`;
  return {
    id: caller,
    folder,
    sid: (clientId) => createHash('sha256').update(`client ${caller} ${clientId}`).digest('hex').slice(0, 32),
  };
}
