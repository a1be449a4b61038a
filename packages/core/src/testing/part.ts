import { type EnginePart, SPECIFICATION_VERSION } from '../ports/part.ts';
import { abortedSignal, type ConformanceCase, demand, rejects } from './suite.ts';

/** The cases on what all ports share: their version and their lifetime. They close the part, so they come last. */
export function partConformance(make: () => EnginePart): ConformanceCase[] {
  return [
    {
      name: 'is of a version that this core knows',
      run: async () => {
        const { specificationVersion: version = SPECIFICATION_VERSION } = make();
        demand(
          version === SPECIFICATION_VERSION,
          `specificationVersion: ${JSON.stringify(version)} is not ${SPECIFICATION_VERSION}`,
        );
      },
    },
    {
      name: 'stops warming up when it is cancelled, if it warms up',
      run: async () => {
        const part = make();
        if (part.warmUp === undefined) return;
        demand(
          await rejects(async () => part.warmUp?.({ signal: abortedSignal() })),
          'warmUp: it ignored its signal',
        );
      },
    },
    {
      name: 'warms up and closes, each of them twice',
      run: async () => {
        const part = make();
        const { signal } = new AbortController();
        for (const _ of [1, 2]) await part.warmUp?.({ signal });
        for (const _ of [1, 2]) await part.close?.();
      },
    },
  ];
}
