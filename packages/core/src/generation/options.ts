import type { CallOptions } from '../ports/call.ts';
import type { Account } from '../screen/ledger/account.ts';

export interface GenerationOptions extends CallOptions {
  /** Names the request in answers and observations. */
  readonly id: string;
  /** The account of the request that this is a part of; a new one when left out. */
  readonly account?: Account;
  /**
   * What must be done before the model is asked for the first time, such as judging input images. It is called once the
   * prompt may go to the model; an error that it throws ends the generation.
   */
  readonly prepare?: (signal: AbortSignal) => Promise<void>;
}
