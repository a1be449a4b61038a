import type { Failure, FailureKind } from '../../client/errors.ts';

/** The text of each kind of failure. It claims only facts that the reply shows. */
export type FailureTexts = Readonly<Record<FailureKind, { readonly title: string; readonly body: string }>>;

/** The parts of a catalogue that the sentences about a failure need. */
interface FailureWords {
  readonly failures: FailureTexts;
  readonly failure: {
    readonly retryAfter: (seconds: number) => string;
    readonly status: (status: number) => string;
  };
}

/** The sentences about a failure: what to do, the time to wait, and the status where the proxy itself said nothing. */
export function factsOf(t: FailureWords, { kind, retryAfter, detail, status }: Failure): string[] {
  return [
    t.failures[kind].body,
    ...(retryAfter === undefined ? [] : [t.failure.retryAfter(retryAfter)]),
    ...(detail === undefined && status !== undefined ? [t.failure.status(status)] : []),
  ];
}
