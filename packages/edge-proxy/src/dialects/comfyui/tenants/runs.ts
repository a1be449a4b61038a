import type { PromptVerdict } from '@shoji/core';
import { LRUCache } from 'lru-cache';
import type { Reason } from '../../../dialect-kit/placeholder/phrases.ts';
import { isObject, type Json, type JsonObject } from '../../../wire/json/strict-json.ts';
import type { FileName } from './file-names.ts';
import { fileKey } from './file-names.ts';
import type { Tenant } from './tenant.ts';
import type { Words } from './words.ts';

/** A prompt that was queued here, whether the server got it or not. */
export interface Run {
  readonly id: string;
  readonly tenant: Tenant;
  /** As the client calls itself; undefined when it did not. */
  readonly clientId: string | undefined;
  /** The graph and further data as the client sent them. */
  readonly graph: Json;
  readonly extra: JsonObject;
  readonly words: Words;
  /** The prompt's verdict, with which its pictures are screened. */
  readonly verdict: PromptVerdict;
  /** Nodes whose frames are results and no previews. */
  readonly finals: ReadonlySet<string>;
  /** Of its pictures, in pixels. */
  readonly size: { readonly width: number; readonly height: number };
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Position in the server's count. */
  number: number;
  /** Its entry in the history once nothing in it changes any more. */
  history?: JsonObject;
  /** How far a prompt has come that was refused, and that the server therefore never got. */
  refused?: 'running' | 'done';
  /** Called with its client's requests while it seems to run. */
  asked?: (what: 'queue' | 'history') => void;
  /** The reason that is drawn in place of its pictures where it was refused. */
  reason?: Reason;
}

/** Whether the server's further data of a prompt name the client that queued it here, where they name any. */
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

// ComfyUI's own history holds ten thousand; here each of them is known with its graph.
const MOST_RUNS = 5_000;
/** So that one tenant cannot push out the runs of all others. */
const MOST_OF_ONE_TENANT = 1_000;
const MOST_FILES = 50_000;

/** Everything that was queued through this process. */
export class Runs {
  readonly #runs = new LRUCache<string, Run>({ max: MOST_RUNS });
  readonly #files = new LRUCache<string, MadeFile>({ max: MOST_FILES });
  readonly #names = new LRUCache<string, true>({ max: MOST_RUNS });
  readonly #pending = new Map<string, Set<Promise<unknown>>>();
  #number = 0;

  /** Knows a prompt from now on. */
  add(run: Run): void {
    this.#runs.set(run.id, run);
    const own = this.all(run.tenant);
    if (own[0] && own.length > MOST_OF_ONE_TENANT) this.forget(own[0]);
    this.#number = Math.max(this.#number, run.number + 1);
  }

  forget({ id }: Run): void {
    this.#runs.delete(id);
  }

  /** A number for a prompt that the server does not count. */
  nextNumber(): number {
    return this.#number;
  }

  /** Takes a name that a client chose for its prompt; false when it is taken. */
  take(id: string): boolean {
    if (this.#names.has(id) || this.#runs.has(id)) return false;
    this.#names.set(id, true);
    return true;
  }

  /** Gives back a name under which nothing was queued. */
  giveBack(id: string): void {
    this.#names.delete(id);
  }

  /** The tenant's own prompt of this name; undefined for another tenant's. */
  of(tenant: Tenant, id: string): Run | undefined {
    const run = this.#runs.get(id);
    return run?.tenant.id === tenant.id ? run : undefined;
  }

  /** All of the tenant's, oldest first. */
  all(tenant: Tenant): Run[] {
    return [...this.#runs.values()]
      .filter((run) => run.tenant.id === tenant.id)
      .sort((a, b) => a.created - b.created || a.number - b.number);
  }

  /** Remembers which prompt made a file, by its name as its tenant knows it. @param place Its folder at the server. */
  made(file: FileName, run: Run, place: string): void {
    this.#files.set(`${run.tenant.id} ${fileKey(file)}`, { run, place });
  }

  /** Where a tenant's file came from. */
  file(file: FileName, tenant: Tenant): MadeFile | undefined {
    return this.#files.get(`${tenant.id} ${fileKey(file)}`);
  }

  /** Notes that a client is queueing: events of a prompt may come before its name is known. */
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

  /** Resolves when everything that a client was queueing is known. */
  async settled(sid: string): Promise<void> {
    await Promise.allSettled(this.#pending.get(sid) ?? []);
  }
}
