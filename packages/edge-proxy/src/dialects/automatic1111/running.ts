import type { GenerationEvent, GenerationResult, PromptVerdict } from '@shoji/core';
import type { RequestEvidence } from '@shoji/core/screen';

/** A generation that was requested from the server. */
export interface Task {
  /** Its name at the server. Only the proxy makes these names, so a client cannot guess another client's. */
  readonly id: string;
  /** The name that the client gave it; the server got `id` instead. */
  readonly named: string;
  /** The caller whose task it is. */
  readonly caller: string;
  /** The evidence of its texts and given pictures. */
  readonly evidence: RequestEvidence;
}

/** A task with the verdict by which its pictures are screened; undefined until its prompt is judged. */
export interface RunningTask extends Task {
  readonly verdict: PromptVerdict | undefined;
}

/** The generations of one server. The server itself reports its running task to any client. */
export class RunningTasks {
  readonly #tasks = new Map<string, RunningTask>();

  /** Runs a flow to its end, and keeps its task while the server works. */
  async follow(
    task: Task,
    flow: AsyncGenerator<GenerationEvent, GenerationResult>,
  ): Promise<GenerationResult> {
    let verdict: PromptVerdict | undefined;
    try {
      for (;;) {
        const { done, value } = await flow.next();
        if (done) return value;
        // A prompt reaches the server before it is judged only if classifiers run beside the generation.
        if (value.type === 'prompt.screened') verdict = value.prompt;
        else if (value.type !== 'generation.started') continue;
        this.#tasks.set(task.id, { ...task, verdict });
      }
    } finally {
      this.#tasks.delete(task.id);
    }
  }

  /** The caller's task with the name that the client gave it. */
  named(caller: string, name: string): RunningTask | undefined {
    return [...this.#tasks.values()].find((task) => task.caller === caller && task.named === name);
  }

  /**
   * The client's own task if the server works on it; undefined if the running task may belong to another client.
   * @param current The server's name for its running task; without it, the task is the client's only while no other
   * client has one.
   */
  current(caller: string, current: string | undefined): RunningTask | undefined {
    const tasks = [...this.#tasks.values()];
    if (current !== undefined) return tasks.find((task) => task.id === current && task.caller === caller);
    if (this.hasOthers(caller)) return undefined;
    const unjudged = tasks.find(({ verdict }) => verdict === undefined);
    return unjudged ?? tasks.find(({ verdict }) => verdict?.decision === 'warn') ?? tasks[0];
  }

  /** Whether another client has a task at the server. */
  hasOthers(caller: string): boolean {
    return [...this.#tasks.values()].some((task) => task.caller !== caller);
  }
}
