import { statusOf } from '../../text/status.ts';
import { useScreen } from '../context.ts';

/** The state of the current run in one sentence: a live region, so changes are announced. */
export function StatusLine() {
  const { screen, t } = useScreen();
  const run = screen.current.value;
  return (
    // Of a refusal, the panel says the same.
    <p class={run?.phase === 'refused' ? 'status unseen' : 'status'} role="status">
      {run && statusOf(run, t)}
    </p>
  );
}
