import { describe, expect, it } from 'vitest';
import type { Completed, GeneratedImage } from '../client/events.ts';
import { type Run, type RunEvent, reduceRun, startRun, visibleSlots } from './run.ts';

const input = { prompt: 'a dog', n: 2, width: 512, height: 512 };
const clear: GeneratedImage = {
  decision: 'clear',
  shown: new Blob(['a']),
  original: null,
  findings: [],
  warnings: [],
};
const blurred: GeneratedImage = {
  decision: 'blur',
  shown: new Blob(['b']),
  original: new Blob(['c']),
  findings: [],
  warnings: [],
};
const withheld: GeneratedImage = {
  decision: 'withhold',
  shown: null,
  original: null,
  findings: [],
  warnings: [],
};
const completed = (...decisions: GeneratedImage['decision'][]): RunEvent => {
  const facts: Completed = {
    id: 'gen_1',
    decisions,
    warnings: [{ code: 'image_nudity', message: '', image: 0 }],
    checks: [],
    attempts: 1,
    seeds: [7, 8],
    generator: undefined,
    timings: { total: 5 },
    cost: undefined,
  };
  return { type: 'generation.completed', completed: facts };
};
const screened = (index: number, image: GeneratedImage): RunEvent => ({
  type: 'image.screened',
  index,
  image,
});
const runAfter = (...events: RunEvent[]): Run => events.reduce(reduceRun, startRun(1, input));

describe('a run', () => {
  it('starts with the check of the prompt and a place for each picture', () => {
    expect(runAfter()).toMatchObject({
      phase: 'running',
      stage: 'screening',
      slots: [{ status: 'waiting' }, { status: 'waiting' }],
    });
  });

  it('waits for a silent proxy until the proxy answers', () => {
    const waiting = runAfter({ type: 'connection.silent' });
    expect(waiting).toMatchObject({ phase: 'running', stage: 'waiting' });
    expect(reduceRun(waiting, { type: 'connection.answered' })).toMatchObject({ stage: 'screening' });
  });

  it('changes from generation, with its progress, to the checks of pictures', () => {
    const making = runAfter(
      { type: 'generation.started', attempt: 1 },
      { type: 'generation.progress', fraction: 0.4 },
    );
    expect(making).toMatchObject({ stage: 'generating', fraction: 0.4 });
    expect(reduceRun(making, { type: 'generation.progress', fraction: 1 })).toMatchObject({
      stage: 'checking',
      fraction: undefined,
    });
  });

  it('puts each picture into its place as it arrives', () => {
    expect(runAfter(screened(1, clear)).slots).toEqual([
      { status: 'waiting' },
      { status: 'screened', image: clear },
    ]);
  });

  it('empties the places of pictures that are made again, and names the attempt', () => {
    const run = runAfter(screened(0, clear), screened(1, withheld), {
      type: 'generation.regenerating',
      attempt: 2,
      images: [1],
    });
    expect(run).toMatchObject({ stage: 'regenerating', attempt: 2 });
    expect(run.slots).toEqual([{ status: 'screened', image: clear }, { status: 'remaking' }]);
    expect(reduceRun(run, { type: 'generation.started', attempt: 2 }).stage).toBe('regenerating');
  });

  it('ends with the final warnings and facts', () => {
    const run = runAfter(screened(0, blurred), screened(1, clear), completed('blur', 'clear'));
    expect(run.phase).toBe('done');
    expect(run.warnings).toHaveLength(1);
    expect(run.slots.map(({ status }) => status)).toEqual(['screened', 'screened']);
  });

  it.each([
    ['a picture whose final verdict is another one', [screened(0, clear), screened(1, clear)]],
    ['a picture that never came', [screened(1, clear)]],
  ])('does not show %s', (_, events) => {
    const run = runAfter(...events, completed('blur', 'clear'));
    expect(run.slots).toEqual([{ status: 'lost' }, { status: 'screened', image: clear }]);
  });

  it('has no places for pictures after a refusal', () => {
    const run = runAfter({
      type: 'prompt.rejected',
      prompt: { decision: 'reject', findings: [] },
      warnings: [],
    });
    expect(run).toMatchObject({ phase: 'refused', slots: [] });
  });

  it.each([
    ['failed', { type: 'failed', failure: { kind: 'interrupted' } }],
    ['cancelled', { type: 'cancelled' }],
  ] as const)('keeps what had come when it %s', (phase, event) => {
    const run = runAfter(screened(1, clear), event);
    expect(run.phase).toBe(phase);
    // The picture keeps its position: if it moved, a card would show another picture.
    expect(visibleSlots(run)).toEqual([{ slot: { status: 'screened', image: clear }, index: 1 }]);
  });

  it('ignores every event after its end', () => {
    const cancelled = runAfter({ type: 'cancelled' });
    expect(reduceRun(cancelled, screened(0, clear))).toBe(cancelled);
    expect(reduceRun(cancelled, { type: 'failed', failure: { kind: 'timeout' } })).toBe(cancelled);
  });
});
