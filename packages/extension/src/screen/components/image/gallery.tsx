import type { Run, Slot } from '../../state/run.ts';
import { Tile } from './tile.tsx';

/** Pictures of a run in a grid of two columns; one picture alone has the whole width. */
export function Gallery(props: { run: Run; slots: readonly { slot: Slot; index: number }[] }) {
  const { run, slots } = props;
  return (
    <ul class={`gallery gallery--${slots.length}`}>
      {slots.map(({ slot, index }) => (
        <Tile key={index} run={run} slot={slot} index={index} />
      ))}
    </ul>
  );
}
