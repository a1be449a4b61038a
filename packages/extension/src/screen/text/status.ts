import type { GeneratedImage } from '../client/events.ts';
import { imageWarnings, isUnchecked, type Run } from '../state/run.ts';
import type { Messages } from './messages.ts';

/** The state of a run in one sentence; empty for a failure, because the alert announces that. */
export function statusOf(run: Run<Pick<GeneratedImage, 'decision' | 'warnings'>>, t: Messages): string {
  const { slots, attempt } = run;
  const count = (decision: string) =>
    slots.filter((slot) => slot.status === 'screened' && slot.image.decision === decision).length;
  const shown = count('clear') + count('blur');
  switch (run.phase) {
    case 'done': {
      const unchecked = slots.filter(
        (slot, index) =>
          slot.status === 'screened' &&
          slot.image.decision === 'withhold' &&
          isUnchecked(imageWarnings(run, slot.image, index)),
      ).length;
      return t.status.done(count('clear'), count('blur'), slots.length - shown - unchecked, unchecked);
    }
    case 'refused':
      return t.status.refused;
    case 'cancelled':
      return t.status.cancelled;
    case 'failed':
      // The alert announces it.
      return '';
  }
  switch (run.stage) {
    case 'waiting':
      return t.status.waiting;
    case 'screening':
      return t.status.screening;
    case 'generating':
      return t.status.generating(slots.length);
    case 'checking':
      return t.status.checking(shown + count('withhold'), slots.length);
    case 'regenerating':
      return t.status.regenerating(attempt);
  }
}
