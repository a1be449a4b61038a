import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { hasRoomLine, RoomLine } from './room-line.tsx';

it('has something to say near the limit and over it', () => {
  expect(hasRoomLine({ state: 'ample' })).toBe(false);
  expect(hasRoomLine({ state: 'scarce', left: 3 })).toBe(true);
  expect(hasRoomLine({ state: 'exceeded', over: 3 })).toBe(true);
});

it('says near the limit how much still fits, without an announcement', () => {
  const { page } = draw(<RoomLine id="room" room={{ state: 'scarce', left: 12 }} />);
  expect(page.getByText('About 12 characters left.')).toBeInTheDocument();
  expect(page.getByRole('status')).toBeEmptyDOMElement();
});

it('announces over the limit how much is too long', () => {
  const { page } = draw(<RoomLine id="room" room={{ state: 'exceeded', over: 4 }} />);
  expect(page.getByRole('status')).toHaveTextContent('4 characters too many.');
  expect(page.queryByText(/ left/)).toBeNull();
});

it('is there before it says anything, under the id that describes the field', () => {
  const { page } = draw(<RoomLine id="room" room={{ state: 'ample' }} />);
  expect(page.container.querySelector('#room')).toContainElement(page.getByRole('status'));
  expect(page.getByRole('status')).toBeEmptyDOMElement();
});
