import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';
import { CheckError } from '@shoji/core';
import { conditionArgs } from './condition-args.ts';
import { type Order, type PartAnswer, type Reply, replySchema } from './messages.ts';

/** A model that runs in a separate process. */
export interface ModelSpec {
  /** The name in messages to operators, such as `the embedded prompt model`. */
  readonly name: string;
  /** The module that the process runs; it calls `serveModel`. */
  readonly entry: URL;
  /** The argument of that module's `load`. Structured clone must be able to copy it. */
  readonly data?: unknown;
  /** Milliseconds after which a process that does not answer is killed; 60,000 when not given. */
  readonly hungAfter?: number;
}

const HUNG_AFTER = 60_000;
/** Milliseconds until a model that could not be loaded is tried again: each attempt starts a process. */
const PAUSE = 1_000;

interface Expected {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: CheckError) => void;
}

/**
 * One process of a model. It starts at the first order, and again after it has exited. An idle process does not keep its
 * parent alive. It takes one order at a time.
 */
export class ModelProcess {
  readonly #spec: ModelSpec;
  #child: ChildProcess | undefined;
  #loaded: Promise<ChildProcess> | undefined;
  #failed: { readonly error: unknown; readonly at: number } | undefined;
  #expected: Expected | undefined;

  constructor(spec: ModelSpec) {
    this.#spec = spec;
  }

  /**
   * Starts the process and loads the model, unless it is loaded.
   * @throws CheckError `unavailable` when the model cannot be loaded; a call one second later tries again.
   */
  async load(): Promise<void> {
    await this.#loadedChild();
  }

  #loadedChild(): Promise<ChildProcess> {
    const failing = this.#failed !== undefined && performance.now() - this.#failed.at < PAUSE;
    if (failing) return Promise.reject(this.#failed?.error);
    this.#loaded ??= this.#load().catch((error: unknown) => {
      this.close();
      this.#failed = { error, at: performance.now() };
      throw error;
    });
    return this.#loaded;
  }

  /**
   * Computes the parts.
   * @returns An answer for each part, in order.
   * @throws CheckError `unavailable` when the process exits, or does not answer in time.
   */
  async run(parts: readonly unknown[]): Promise<PartAnswer[]> {
    const child = await this.#loadedChild();
    const reply = await this.#order(child, { type: 'run', parts });
    if (reply.type === 'ran' && reply.answers.length === parts.length) return reply.answers;
    this.close();
    throw new CheckError(
      'invalid-answer',
      `The process of ${this.#spec.name} sent an answer that does not match the request.`,
    );
  }

  /** Kills the process. The running computation fails. */
  close(): void {
    this.#child?.kill('SIGKILL');
    this.#ended('was killed');
  }

  async #load(): Promise<ChildProcess> {
    const child = this.#start();
    const reply = await this.#order(child, { type: 'load', data: this.#spec.data });
    if (reply.type === 'loaded') return child;
    const cause = reply.type === 'failed' ? new Error(reply.error) : reply;
    throw new CheckError('unavailable', `Loading ${this.#spec.name} failed.`, { cause });
  }

  async #order(child: ChildProcess, order: Order): Promise<Reply> {
    if (child !== this.#child) throw this.#unavailable('exited before it received the request');
    child.ref();
    child.channel?.ref();
    const { hungAfter = HUNG_AFTER } = this.#spec;
    const hung = setTimeout(() => {
      child.kill('SIGKILL');
      this.#ended(`did not answer within ${hungAfter} ms`, child);
    }, hungAfter);
    try {
      return await new Promise<Reply>((resolve, reject) => {
        this.#expected = { resolve, reject };
        child.send(order, (error) => {
          if (error) this.#ended(`cannot be reached (${error.message})`, child);
        });
      });
    } finally {
      clearTimeout(hung);
      child.unref();
      child.channel?.unref();
    }
  }

  #start(): ChildProcess {
    const cache = getCompileCacheDir();
    const child = fork(fileURLToPath(this.#spec.entry), {
      serialization: 'advanced',
      // Other options, such as a debugger's port or code to evaluate, apply only to the parent.
      execArgv: conditionArgs(process.execArgv),
      env: { ...process.env, ...(cache && { NODE_COMPILE_CACHE: cache }) },
      // Standard output carries the answers of the command.
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    this.#child = child;
    child.on('message', (message) => this.#heard(message, child));
    child.on('error', (error) => this.#ended(`could not be started (${error.message})`, child));
    child.on('exit', (code, signal) => this.#ended(`exited (${signal ?? code})`, child));
    return child;
  }

  #heard(message: unknown, child: ChildProcess): void {
    if (child !== this.#child) return;
    const expected = this.#expected;
    this.#expected = undefined;
    const { data: reply } = replySchema.safeParse(message);
    if (reply) expected?.resolve(reply);
    else
      expected?.reject(
        new CheckError('invalid-answer', `The process of ${this.#spec.name} sent a malformed message.`),
      );
  }

  #ended(how: string, child = this.#child): void {
    if (child !== this.#child) return;
    const expected = this.#expected;
    this.#child = undefined;
    this.#loaded = undefined;
    this.#expected = undefined;
    expected?.reject(this.#unavailable(how));
  }

  #unavailable(how: string): CheckError {
    return new CheckError('unavailable', `The process of ${this.#spec.name} ${how}.`);
  }
}
