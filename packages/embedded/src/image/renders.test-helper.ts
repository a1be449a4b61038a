/** How many ellipses a render has, and numbers for each: place, radii, turn, light and tone. */
const [SHAPES, NUMBERS] = [7, 7];
/** Numbers of the background and of the tone of all ellipses. */
const COMMON = 7;

/**
 * Overlapping ellipses in tones of skin, which show nothing. A search changed their numbers until both models took the
 * drawing for explicit content (`Porn` and `Hentai` above 0.96 at two sizes), so that tests need no explicit picture.
 */
const RENDERS: readonly (readonly number[])[] = [
  [
    0, 0.977, 0.424, 0.139, 0.355, 0, 0.051, 0.495, 0.32, 0.595, 0.639, 1, 0.675, 1, 0.111, 0.492, 0.97,
    0.338, 0.133, 0, 0.397, 0.882, 0.793, 0.663, 1, 1, 0.732, 0.29, 0.627, 0.631, 0.353, 0.115, 0.706, 1,
    0.189, 0.959, 0.025, 0.895, 0.783, 0.01, 0.283, 0.917, 0.339, 0.262, 0.339, 0.782, 0.13, 0.731, 0.999,
    0.472, 0.547, 0.099, 0, 0, 0.97, 0.325,
  ],
  [
    0.844, 0.066, 0.054, 0.05, 0.639, 0.374, 0.832, 0.094, 0.33, 0.506, 0.896, 0.277, 0.945, 0.69, 0.457,
    0.071, 0.443, 0.408, 0.189, 0.552, 0.855, 0.519, 0.493, 0.639, 0.52, 0.764, 0.713, 0.305, 0.319, 0.842,
    0.935, 0.391, 0.743, 0.122, 0.011, 0.224, 0.861, 0.019, 0.289, 0.324, 0, 0.774, 0.641, 0.699, 0.214,
    0.063, 0.619, 0.577, 1, 0.38, 0.119, 0.09, 0.455, 0.22, 1, 0.374,
  ],
  [
    0.056, 0.38, 0.325, 1, 0.454, 0.005, 0.897, 0.178, 0.366, 0.737, 0.946, 0.158, 0.118, 0.751, 0.777, 0.609,
    0, 0.639, 1, 0.205, 0.229, 0, 0.103, 0.327, 0.463, 0.258, 0.208, 0.639, 0.893, 0.354, 0.902, 0.727, 0.41,
    0.359, 0, 0.555, 0.886, 1, 0.399, 0.675, 0.228, 0.336, 0.098, 0.849, 0.351, 0.439, 0.271, 0.357, 0.735,
    0.26, 0.989, 0.094, 1, 0.088, 0.834, 0.977,
  ],
  [
    0, 0.553, 0.606, 0.776, 0.093, 0.037, 0.373, 0.262, 0.138, 0.197, 0.454, 0.725, 1, 0.947, 0.757, 0.671,
    0.246, 0.396, 0, 0.622, 0.23, 0.544, 0.186, 0.406, 0.376, 0.6, 0.696, 0.349, 0.353, 0.447, 0.333, 0.83,
    0.863, 0.639, 0.352, 0.672, 0.125, 0.453, 0.519, 0, 0.497, 0.554, 0.378, 0.918, 0.53, 0.933, 0.496, 0.14,
    0, 0.636, 0.406, 0.101, 0.274, 0.024, 0.84, 1,
  ],
  [
    0.541, 0.248, 0, 0.079, 0.641, 0.401, 0.746, 0.195, 0.983, 0.461, 0, 0.634, 0.2, 0.817, 0.87, 0.811,
    0.263, 0, 0.915, 1, 0.908, 0, 0.238, 0.706, 0.375, 0.557, 0.363, 0.92, 0.151, 0.596, 0.54, 0.328, 0.199,
    0, 0.705, 0.759, 0.776, 1, 0.356, 0.75, 0.21, 0.387, 0.364, 0.458, 0.238, 0.797, 0.753, 0.137, 0.954,
    0.097, 0.677, 0.885, 0.613, 0.032, 0.658, 0.23,
  ],
  [
    0.215, 0.213, 0.259, 0.962, 0.533, 0.252, 0.539, 0.227, 0.207, 1, 0.687, 0.277, 0.314, 0.431, 0.729, 0,
    0.603, 0.871, 0.102, 0, 0.699, 0.335, 0.173, 0.474, 0.405, 0.739, 0.477, 0.243, 0.083, 0.862, 0.53, 1,
    0.586, 0.395, 0.784, 0.533, 0.566, 0.619, 0.055, 0.144, 1, 1, 0.325, 0.782, 0.614, 0.865, 0.175, 0.863,
    0.591, 0.042, 0.712, 0.674, 0.7, 0.459, 0.431, 0.124,
  ],
];

/** The number of renders. */
export const RENDER_COUNT = RENDERS.length;

/** A render as SVG, `side` pixels square. */
export function renderSvg(number: number, side: number): string {
  const genes = RENDERS[number % RENDERS.length] ?? [];
  const gene = (at: number) => Math.max(0, Math.min(1, genes[at] ?? 0));
  const hsl = (hue: number, saturation: number, light: number) =>
    `hsl(${(hue * 360).toFixed(1)} ${percent(saturation)} ${percent(light)})`;
  const skin = (light: number) =>
    hsl(0.04 + 0.04 * gene(6), 0.35 + 0.3 * gene(5), 0.62 + 0.216 * (Math.max(0, Math.min(1, light)) - 0.5));
  const shapes = Array.from({ length: SHAPES }, (_, shape) => {
    const at = (own: number) => gene(COMMON + shape * NUMBERS + own);
    const [x, y] = [at(0) * side, at(1) * side];
    const stops = [
      [0, skin(0.5 + at(5) / 2)],
      [0.6, skin(0.35 + at(5) / 3)],
      [1, skin(at(5) / 4 - 0.2 * at(6))],
    ].map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`);
    return `<radialGradient id="g${shape}" cx="0.4" cy="0.35" r="0.75">${stops.join('')}</radialGradient>
      <ellipse cx="${x}" cy="${y}" rx="${(0.03 + at(2) * 0.35) * side}" ry="${(0.03 + at(3) * 0.4) * side}" transform="rotate(${at(4) * 180} ${x} ${y})" fill="url(#g${shape})"/>`;
  });
  const top = hsl(gene(0), 0.3 * gene(1), 0.15 + 0.75 * gene(2));
  const bottom = hsl(gene(3), 0.3, 0.1 + 0.7 * gene(4));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
    <linearGradient id="b" x1="0" y1="0" x2="0.3" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>
    <filter id="f"><feGaussianBlur stdDeviation="${side / 180}"/></filter>
    <rect width="100%" height="100%" fill="url(#b)"/><g filter="url(#f)">${shapes.join('')}</g></svg>`;
}

function percent(share: number): string {
  return `${(Math.max(0, Math.min(1, share)) * 100).toFixed(1)}%`;
}
