import type { ClientFrame } from '../../../dialect-kit/serving/client-frame.ts';

/** A message for a client: a frame, or one that depends on whether the client reads pictures with metadata. */
export type Told = ClientFrame | ((metadata: boolean) => ClientFrame);

/** One client with a websocket. */
export interface Conversation {
  tell(told: readonly Told[]): void;
}

/** The clients with a websocket, by their names at the server. */
export class Conversations {
  readonly #open = new Map<string, Conversation>();

  /** As at the server itself, the newest client under a name gets the messages from then on. */
  begin(sid: string, conversation: Conversation): void {
    this.#open.set(sid, conversation);
  }

  end(sid: string, conversation: Conversation): void {
    if (this.#open.get(sid) === conversation) this.#open.delete(sid);
  }

  /** Sends a message to a client. Returns whether the client has a websocket. */
  tell(sid: string, told: readonly Told[]): boolean {
    const conversation = this.#open.get(sid);
    conversation?.tell(told);
    return conversation !== undefined;
  }
}
