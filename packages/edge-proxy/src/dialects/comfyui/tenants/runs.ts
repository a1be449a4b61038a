import type { PromptVerdict } from '@shoji/core';
import type { RequestEvidence } from '@shoji/core/screen';
import { LRUCache } from 'lru-cache';
import type { Reason } from '../../../dialect-kit/placeholder/phrases.ts';
import { isObject, type Json, type JsonObject } from '../../../wire/json/strict-json.ts';
import type { FileName } from './file-names.ts';
import { fileKey } from './file-names.ts';
import type { Tenant } from './tenant.ts';
import type { Words } from './words.ts';

/** A prompt that was queued here, also if it was never sent to the server. */
export interface Run {
  readonly id: string;
  readonly tenant: Tenant;
  /** The client's own id; undefined when it sent none. */
  readonly clientId: string | undefined;
  /** The graph and further data as the client sent them. */
  readonly graph: Json;
  readonly extra: JsonObject;
  readonly words: Words;
  /** The prompt's verdict, with which its pictures are screened. */
  readonly verdict: PromptVerdict;
  /** The evidence of its texts and given pictures. */
  readonly evidence: RequestEvidence;
  /** Nodes whose frames are results, not previews. */
  readonly finals: ReadonlySet<string>;
  /** Size of its pictures, in pixels. */
  readonly size: { readonly width: number; readonly height: number };
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Its number in the server's queue. */
  number: number;
  /** Its entry in the history, once it is final. */
  history?: JsonObject;
  /** The simulated progress of a refused prompt, which was never sent to the server. */
  refused?: 'running' | 'done';
  /** Called with its client's requests during the simulated run. */
  asked?: (what: 'queue' | 'history') => void;
  /** The reason that is drawn in place of its pictures if it was refused. */
  reason?: Reason;
}

/** Whether the server's extra data of a prompt name the client that queued it here, or no client. */
export function isOf({ tenant, clientId }: Run, extra: Json | undefined): boolean {
  const named = isObject(extra) ? extra.client_id : undefined;
  return typeof named !== 'string' || named === tenant.sid(clientId ?? '');
}

/** A file that a prompt made. */
export interface MadeFile {
  readonly run: Run;
  /** Its subfolder at the server. */
  readonly place: string;
}

// Limit of runs. ComfyUI's own history holds ten thousand; here each keeps its graph.
const MOST_RUNS = 5_000;
/** Limit per tenant, so that one tenant cannot evict the runs of all others. */
const MOST_OF_ONE_TENANT = 1_000;
const MOST_FILES = 50_000;

/** All prompts that were queued through this process. */
export class Runs {
  readonly #runs = new LRUCache<string, Run>({ max: MOST_RUNS });
  readonly #files = new LRUCache<string, MadeFile>({ max: MOST_FILES });
  readonly #names = new LRUCache<string, true>({ max: MOST_RUNS });
  readonly #pending = new Map<string, Set<Promise<unknown>>>();
  #number = 0;

  /** Registers a prompt. */
  add(run: Run): void {
    this.#runs.set(run.id, run);
    const own = this.all(run.tenant);
    if (own[0] && own.length > MOST_OF_ONE_TENANT) this.forget(own[0]);
    this.#number = Math.max(this.#number, run.number + 1);
  }

  forget({ id }: Run): void {
    this.#runs.delete(id);
  }

  /** A number for a prompt that is not in the server's queue. */
  nextNumber(): number {
    return this.#number;
  }

  /** Reserves the id that a client chose for its prompt; false when it is in use. */
  take(id: string): boolean {
    if (this.#names.has(id) || this.#runs.has(id)) return false;
    this.#names.set(id, true);
    return true;
  }

  /** Releases an id that was reserved and not queued. */
  giveBack(id: string): void {
    this.#names.delete(id);
  }

  /** The tenant's own prompt with this id; undefined for another tenant's. */
  of(tenant: Tenant, id: string): Run | undefined {
    const run = this.#runs.get(id);
    return run?.tenant.id === tenant.id ? run : undefined;
  }

  /** All prompts of the tenant, oldest first. */
  all(tenant: Tenant): Run[] {
    return [...this.#runs.values()]
      .filter((run) => run.tenant.id === tenant.id)
      .sort((a, b) => a.created - b.created || a.number - b.number);
  }

  /** Records which prompt made a file, by the tenant's name for the file. @param place Its folder at the server. */
  made(file: FileName, run: Run, place: string): void {
    this.#files.set(`${run.tenant.id} ${fileKey(file)}`, { run, place });
  }

  /** The prompt that made a tenant's file. */
  file(file: FileName, tenant: Tenant): MadeFile | undefined {
    return this.#files.get(`${tenant.id} ${fileKey(file)}`);
  }

  /** Records that a client is queueing: events of a prompt may arrive before its id is known. */
  async queueing<Value>(sid: string, work: Promise<Value>): Promise<Value> {
    const pending = this.#pending.get(sid) ?? new Set();
    this.#pending.set(sid, pending.add(work));
    try {
      return await work;
    } finally {
      pending.delete(work);
      if (pending.size === 0) this.#pending.delete(sid);
    }
  }

  /** Resolves when all prompts that a client was queueing are registered. */
  async settled(sid: string): Promise<void> {
    await Promise.allSettled(this.#pending.get(sid) ?? []);
  }
}
