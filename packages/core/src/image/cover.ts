/**
 * Decoded pixels: rows from the top, no padding between rows, sRGB, with or without an alpha channel, which is ignored.
 */
export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array | Uint8ClampedArray;
}

type Colour = readonly [red: number, green: number, blue: number];

/** Side of a cover in pixels, to be enlarged to the size of its picture. */
export const COVER_SIDE = 32;

/**
 * Distances of a quarter's colour from the picture's mean (in RGB, 0–441): below the first no difference is kept, above
 * the second all of it. Letters and figures on a plain ground stay below; a sky above a field does not.
 */
const KEPT_FROM = 50;
const KEPT_WHOLE_FROM = 110;

/** The mean and the differences are rounded to these steps, so that they reveal no measurement of the pixels. */
const MEAN_STEP = 16;
const DIFFERENCE_STEP = 48;

/** Brightness that is added to each quarter of every picture, as light falling from the top left. It depends on no pixel. */
const LIGHT = [12, 4, -4, -12];

/**
 * A cover in which nothing can be recognised, whatever the picture's shape: one colour for each quarter, smoothed into
 * each other. Only large differences between the quarters are kept, coarsely, so that pictures of words cannot be
 * compared with it.
 */
export function coverOf(
  picture: DecodedPixels,
): DecodedPixels & { readonly data: Uint8ClampedArray<ArrayBuffer> } {
  const quarters = coarse(averages(picture));
  const { channels } = picture;
  const data = new Uint8ClampedArray(COVER_SIDE * COVER_SIDE * channels).fill(255);
  for (let y = 0; y < COVER_SIDE; y += 1) {
    for (let x = 0; x < COVER_SIDE; x += 1) {
      const [right, below] = [share(x), share(y)];
      const weights = [(1 - right) * (1 - below), right * (1 - below), (1 - right) * below, right * below];
      const at = (y * COVER_SIDE + x) * channels;
      for (const channel of [0, 1, 2] as const) {
        data[at + channel] = quarters.reduce(
          (sum, colour, q) => sum + colour[channel] * (weights[q] ?? 0),
          0,
        );
      }
    }
  }
  return { width: COVER_SIDE, height: COVER_SIDE, channels, data };
}

/** The share of the farther quarter at a position along a side: flat at both ends, steepest in the middle. */
function share(place: number): number {
  const way = place / (COVER_SIDE - 1);
  return way * way * (3 - 2 * way);
}

/** The mean colour of each quarter, row by row. */
function averages({ width, height, channels, data }: DecodedPixels): Colour[] {
  return [0, 1, 2, 3].map((quarter) => {
    const [left, right] = half(width, quarter % 2 === 1);
    const [top, bottom] = half(height, quarter >= 2);
    const sums: [number, number, number] = [0, 0, 0];
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        for (const channel of [0, 1, 2] as const) {
          sums[channel] += data[(y * width + x) * channels + channel] ?? 0;
        }
      }
    }
    const pixels = (right - left) * (bottom - top);
    return [sums[0] / pixels, sums[1] / pixels, sums[2] / pixels];
  });
}

/** Start and end of each half of a side; both halves of a one-pixel side are that pixel. */
function half(side: number, second: boolean): [from: number, to: number] {
  return second ? [Math.floor(side / 2), side] : [0, Math.ceil(side / 2)];
}

/** The colours with their mean and their differences from it rounded, and small differences dropped. */
function coarse(colours: readonly Colour[]): Colour[] {
  const mean = mapped(
    (channel) => colours.reduce((sum, colour) => sum + colour[channel], 0) / colours.length,
  );
  return colours.map((colour, quarter) => {
    const difference = mapped((channel) => colour[channel] - mean[channel]);
    const distance = Math.hypot(...difference);
    const kept = Math.min(1, Math.max(0, (distance - KEPT_FROM) / (KEPT_WHOLE_FROM - KEPT_FROM)));
    return mapped(
      (channel) =>
        rounded(mean[channel], MEAN_STEP) +
        rounded(difference[channel] * kept, DIFFERENCE_STEP) +
        (LIGHT[quarter] ?? 0),
    );
  });
}

function mapped(value: (channel: 0 | 1 | 2) => number): Colour {
  return [value(0), value(1), value(2)];
}

function rounded(value: number, step: number): number {
  return Math.round(value / step) * step;
}
