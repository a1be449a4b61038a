import type { Room } from '../../prompt/room.ts';
import { useScreen } from '../context.ts';

/** Whether {@link RoomLine} says anything about a text. */
export function hasRoomLine(room: Room): boolean {
  return room.state !== 'ample';
}

/** Says near the limit how many characters still fit, and over it how many are too many. */
export function RoomLine({ id, room }: { id: string; room: Room }) {
  const { t } = useScreen();
  return (
    <div id={id}>
      {room.state === 'scarce' && <p class="hint">{t.form.left(room.left)}</p>}
      {/* Always in the document, so that the change is announced. */}
      <p class="complaint" role="status">
        {room.state === 'exceeded' && t.form.tooLong(room.over)}
      </p>
    </div>
  );
}
