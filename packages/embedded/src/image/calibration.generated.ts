// Made by `npm run bench:pictures -- --folder DIR --calibrate` from 450 harmless pictures. Do not edit.
/** Log odds that harmless pictures reach by chance: the whole, and the strongest tile of each size. */
export const CALIBRATION = { whole: 0.6, 7: 1.4, 5: 2.6 } as const;
