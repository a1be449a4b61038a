/** A colour as `#rrggbb`. */
export type Colour = `#${string}`;

/** Linear interpolation: `share` 0 gives `from`, 1 gives `to`. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const [a, b] = [channels(from), channels(to)];
  const mixed = a.map((value, at) => Math.round(value + ((b[at] ?? value) - value) * share));
  return `#${mixed.map((value) => Math.max(0, Math.min(255, value)).toString(16).padStart(2, '0')).join('')}`;
}

export const lighten = (colour: Colour, share: number) => mix(colour, '#ffffff', share);
export const darken = (colour: Colour, share: number) => mix(colour, '#0b1026', share);

function channels(colour: Colour): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
