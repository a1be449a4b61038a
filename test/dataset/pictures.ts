import sharp from 'sharp';

/** Colours with the answers of the colour service under the standard policy. */
export const COLOURS = {
  red: { rgb: [230, 20, 20], status: 'withhold' },
  yellow: { rgb: [230, 230, 20], status: 'blur' },
  magenta: { rgb: [230, 20, 230], status: 'clear' },
  green: { rgb: [20, 200, 20], status: 'clear' },
  blue: { rgb: [20, 20, 200], status: 'clear' },
} as const;
export type Colour = keyof typeof COLOURS;

export interface PictureOptions {
  readonly side?: number;
  readonly format?: 'png' | 'jpeg' | 'webp' | 'gif';
}

/** A small picture of one colour with a darker frame and a pattern made of the number. */
export function picture(colour: Colour, number: number, { side = 96, format = 'png' }: PictureOptions = {}) {
  const { rgb } = COLOURS[colour];
  const data = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const cell = Math.floor((8 * y) / side) * 8 + Math.floor((8 * x) / side);
      // The bits of the number, spread over the cells: no two numbers make near duplicates.
      const dark = ((Math.imul(number + 1, 2654435761 + 2 * cell * cell) >>> (cell % 17)) & 1) === 1;
      for (const [channel, value] of rgb.entries())
        data[(y * side + x) * 3 + channel] = dark ? value * 0.8 : value;
    }
  }
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}
