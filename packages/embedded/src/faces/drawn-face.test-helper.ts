import { sharp } from '../../../pixels/src/sharp.ts';

/** A drawn head: its centre and the width of the face in pixels, and degrees by which it is turned, clockwise. */
export interface DrawnFace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly turn?: number;
}

const SKIN =
  '<radialGradient id="skin" cx=".45" cy=".4" r=".75"><stop offset="0" stop-color="#f2c6a6"/><stop offset=".7" stop-color="#dba584"/><stop offset="1" stop-color="#a87050"/></radialGradient>';

/** Eye and brow, drawn around the point `x`, 8 above the centre of a face that is 100 wide. */
const eye = (x: number) =>
  `<path d="M${x - 13} -22 Q${x} -31 ${x + 13} -22" stroke="#3a2a20" stroke-width="4" fill="none"/><ellipse cx="${x}" cy="-8" rx="10" ry="5.5" fill="#fff"/><circle cx="${x}" cy="-8" r="5" fill="#4a3320"/><circle cx="${x}" cy="-8" r="2.4" fill="#000"/><path d="M${x - 11} -9 Q${x} -18 ${x + 11} -9" stroke="#2a1a12" stroke-width="2.4" fill="none"/>`;

const head = ({ x, y, width, turn = 0 }: DrawnFace) => `
<g transform="translate(${x} ${y}) rotate(${turn}) scale(${width / 100})">
  <ellipse cy="-18" rx="62" ry="72" fill="#3a2a20"/><rect x="-22" y="40" width="44" height="60" fill="#c98f70"/>
  <ellipse cy="5" rx="50" ry="64" fill="url(#skin)"/><path d="M-50 -20 Q0 -75 50 -20 Q40 -60 0 -66 Q-40 -60 -50 -20" fill="#3a2a20"/>
  ${eye(-20)}${eye(20)}
  <path d="M-3 -4 Q-6 14 -9 20 Q0 27 9 20 Q6 14 3 -4" fill="#c58a6a" opacity=".55"/><path d="M-8 21 Q0 26 8 21" stroke="#8a5540" stroke-width="2.4" fill="none"/>
  <path d="M-19 38 Q-8 33 0 36 Q8 33 19 38 Q0 52 -19 38" fill="#b5564f"/><path d="M-19 38 Q0 43 19 38" stroke="#7a302c" stroke-width="2" fill="none"/>
</g>`;

/** A picture with drawn faces on a plain ground. */
export function drawn(width: number, height: number, faces: readonly DrawnFace[]) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${SKIN}</defs><rect width="100%" height="100%" fill="#7d8a96"/>${faces.map(head).join('')}</svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}
