import type { GenerationEvent, GenerationResult, PromptVerdict } from '@shoji/core';

/** A generation that the server was asked for. */
export interface Task {
  /** The name under which the server knows it. The proxy alone makes these names, so a client cannot guess another's. */
  readonly id: string;
  /** The name that the client gave it, in place of which the server got `id`. */
  readonly named: string;
  /** The caller whose task it is. */
  readonly caller: string;
}

/** A task with what its pictures are screened with; undefined while its prompt is not judged yet. */
export interface RunningTask extends Task {
  readonly verdict: PromptVerdict | undefined;
}

/** Follows the generations of one server. The server itself answers questions about its running task to any client. */
export class RunningTasks {
  readonly #tasks = new Map<string, RunningTask>();

  /** Runs a flow to its end, and knows of it while the server is at it. */
  async follow(
    task: Task,
    flow: AsyncGenerator<GenerationEvent, GenerationResult>,
  ): Promise<GenerationResult> {
    let verdict: PromptVerdict | undefined;
    try {
      for (;;) {
        const { done, value } = await flow.next();
        if (done) return value;
        // Before it is judged a prompt reaches the server only where classifiers run beside generation.
        if (value.type === 'prompt.screened') verdict = value.prompt;
        else if (value.type !== 'generation.started') continue;
        this.#tasks.set(task.id, { ...task, verdict });
      }
    } finally {
      this.#tasks.delete(task.id);
    }
  }

  /** The task that a client named so. */
  named(caller: string, name: string): RunningTask | undefined {
    return [...this.#tasks.values()].find((task) => task.caller === caller && task.named === name);
  }

  /**
   * The client's own task if that is what the server works on, and nothing where it may be another's.
   * @param current The server's name for its task; without it, the task is the client's only while no other client has one.
   */
  current(caller: string, current: string | undefined): RunningTask | undefined {
    const tasks = [...this.#tasks.values()];
    if (current !== undefined) return tasks.find((task) => task.id === current && task.caller === caller);
    if (this.hasOthers(caller)) return undefined;
    const unjudged = tasks.find(({ verdict }) => verdict === undefined);
    return unjudged ?? tasks.find(({ verdict }) => verdict?.decision === 'warn') ?? tasks[0];
  }

  /** Whether another client has a task at the server, too. */
  hasOthers(caller: string): boolean {
    return [...this.#tasks.values()].some((task) => task.caller !== caller);
  }
}
