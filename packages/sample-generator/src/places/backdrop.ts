import type { Colour } from '../paint/colour.ts';

/** A painted setting, and the area in which figures can stand. */
export interface Backdrop {
  readonly behind: string;
  /** Drawn over the figures. */
  readonly front: string;
  /** Top edge of the ground, in pixels from the top. */
  readonly horizon: number;
  /** `solid`: figures stand on it. `water`: they swim, or stand on an island. `floating`: they need no ground. */
  readonly ground: 'solid' | 'water' | 'floating';
  /** Cover for heads without a body: they look out from behind it. */
  readonly cover: 'bushes' | 'mound' | 'none';
  /** Colour of the ground in front, for the mounds that hide figures. */
  readonly near: Colour;
}
