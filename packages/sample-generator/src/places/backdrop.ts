import type { Colour } from '../paint/colour.ts';

/** A painted setting and where things can stand in it. */
export interface Backdrop {
  readonly behind: string;
  /** Drawn over the things that stand in the picture. */
  readonly front: string;
  /** Where the ground begins, in pixels from the top. */
  readonly horizon: number;
  /** `floating` where nothing needs to stand; `water` where only what swims does. */
  readonly ground: 'solid' | 'water' | 'floating';
  /** What a head without a body looks out from behind. */
  readonly cover: 'bushes' | 'mound' | 'none';
  /** Colour of the ground in front, for what hides behind it. */
  readonly near: Colour;
}
