import type { ClientFrame } from '../../../dialect-kit/serving/client-frame.ts';

/** What a client is told: a frame, or one that depends on whether the client reads pictures with metadata. */
export type Told = ClientFrame | ((metadata: boolean) => ClientFrame);

/** One client that listens. */
export interface Conversation {
  tell(told: readonly Told[]): void;
}

/** Who listens, by the name under which the server knows them. */
export class Conversations {
  readonly #open = new Map<string, Conversation>();

  /** As at the server itself, whoever comes last under a name is told from then on. */
  begin(sid: string, conversation: Conversation): void {
    this.#open.set(sid, conversation);
  }

  end(sid: string, conversation: Conversation): void {
    if (this.#open.get(sid) === conversation) this.#open.delete(sid);
  }

  /** Tells a client something, if it listens; whether it does. */
  tell(sid: string, told: readonly Told[]): boolean {
    const conversation = this.#open.get(sid);
    conversation?.tell(told);
    return conversation !== undefined;
  }
}
