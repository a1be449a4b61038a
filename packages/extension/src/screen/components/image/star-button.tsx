import type { Run } from '../../state/run.ts';
import { useScreen } from '../context.ts';
import { StarIcon } from '../icons.tsx';

/** Marks a picture as a favourite. Only on surfaces with a history, for runs that have ended. */
export function StarButton({ run, index }: { run: Run; index: number }) {
  const { screen, t } = useScreen();
  const { favourites } = screen;
  if (!favourites || run.phase === 'running') return null;
  const starred = favourites.has(run.number, index);
  return (
    <button
      type="button"
      class="button card__tool"
      aria-label={t.image.action(t.image.favourite, index + 1)}
      title={t.image.favourite}
      aria-pressed={starred}
      onClick={() => void favourites.toggle(run.number, index)}
    >
      <StarIcon />
    </button>
  );
}
