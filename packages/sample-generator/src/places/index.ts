import type { Canvas } from '../paint/sky.ts';
import type { Place } from '../prompt/setting.ts';
import { aboveClouds } from './above-clouds.ts';
import type { Backdrop } from './backdrop.ts';
import { city } from './city.ts';
import { forest } from './forest.ts';
import { desert, meadow, snowfield } from './hills.ts';
import { mountains } from './mountains.ts';
import { interior, room } from './room.ts';
import { space } from './space.ts';
import { beach, sea, underwater } from './water.ts';

/** The painter of each place. */
export const PLACES: Readonly<Record<Place, (canvas: Canvas) => Backdrop>> = {
  meadow,
  forest,
  mountain: mountains,
  snow: snowfield,
  desert,
  sea,
  beach,
  underwater,
  city,
  space,
  sky: aboveClouds,
  room,
  interior,
};
