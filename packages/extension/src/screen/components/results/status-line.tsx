import { statusOf } from '../../text/status.ts';
import { useScreen } from '../context.ts';

/** One sentence on where the current run is; announced when it changes, without taking the focus. */
export function StatusLine() {
  const { screen, t } = useScreen();
  const run = screen.current.value;
  return (
    <p class="status" role="status">
      {run && statusOf(run, t)}
    </p>
  );
}
