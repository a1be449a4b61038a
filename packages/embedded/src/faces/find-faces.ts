import { type RgbPixels, scaleRgb } from '@shoji/pixels';
import { BLAZEFACE_SCALE, BLAZEFACE_STEP, type BlazeFace, type Face } from './blazeface.ts';
import { planesOf, squareOf } from './planes.ts';

/** Short sides, in pixels, to which the picture is scaled: small faces are seen in the first, and those that fill it in the second. */
const LOOKS = [256, 96];
/** The long side is not scaled to more than this, in short sides of a look: a strip of many pictures costs no more. */
const LONGEST = 4;
/** Candidates below this score are left out. */
const CANDIDATE = 0.2;
/** Candidates of which a second look is taken, the best first. */
const MOST_CANDIDATES = 16;
/** Smaller candidates, in short sides of the picture, are left out: too few pixels to guess an age. */
const SMALLEST = 1 / 24;
/** The second look sees the candidate with its surroundings: a square of this many sides of the face, in pixels of `CLOSE`. */
const SURROUNDINGS = 2;
const CLOSE = 96;
/** The score of the second look from which a candidate is a face. */
const CONFIRMED = 0.6;
/** The score of a candidate from which it is a face without confirmation: one that fills the picture has no surroundings. */
const SURE = 0.75;
/** Two faces of which the smaller is covered to this share are one. */
const SAME = 0.4;

/**
 * Finds the faces in a picture, the surest first: looks at the whole picture twice, then at each candidate from near and
 * turned upright. A texture that is taken for a face from afar is seldom taken for one from near.
 */
export async function findFaces(pixels: RgbPixels, blazeFace: BlazeFace): Promise<Face[]> {
  const candidates: Face[] = [];
  let scaled = pixels;
  for (const shortSide of LOOKS) {
    // The smaller is made of the larger, which costs a tenth.
    scaled = await scaledTo(scaled, shortSide);
    const ratio = pixels.width / scaled.width;
    for (const face of await lookAt(scaled, blazeFace))
      candidates.push({ ...face, x: face.x * ratio, y: face.y * ratio, side: face.side * ratio });
  }
  const smallest = Math.min(pixels.width, pixels.height) * SMALLEST;
  const largeEnough = different(candidates).filter(({ side }) => side >= smallest);
  const faces: Face[] = [];
  for (const candidate of largeEnough.slice(0, MOST_CANDIDATES)) {
    const face = await lookCloser(pixels, candidate, blazeFace);
    if (face !== undefined) faces.push(face);
    else if (candidate.score >= SURE) faces.push(candidate);
  }
  return different(faces);
}

function scaledTo(pixels: RgbPixels, shortSide: number): Promise<RgbPixels> {
  const [short = 1, long = 1] = [pixels.width, pixels.height].toSorted((one, other) => one - other);
  const ratio = Math.min(shortSide / short, (LONGEST * shortSide) / long);
  const side = (length: number) => Math.max(1, Math.round(length * ratio));
  const size = { width: side(pixels.width), height: side(pixels.height) };
  return scaleRgb(pixels, { ...size, fit: 'stretch', filter: 'linear' });
}

function lookAt(pixels: RgbPixels, blazeFace: BlazeFace): Promise<Face[]> {
  const up = (length: number) => Math.ceil(length / BLAZEFACE_STEP) * BLAZEFACE_STEP;
  const [width, height] = [up(pixels.width), up(pixels.height)];
  const data = planesOf(pixels, width, height, BLAZEFACE_SCALE);
  return blazeFace({ data, width, height }, CANDIDATE);
}

async function lookCloser(
  pixels: RgbPixels,
  candidate: Face,
  blazeFace: BlazeFace,
): Promise<Face | undefined> {
  const { x, y, turn } = candidate;
  const side = candidate.side * SURROUNDINGS;
  const data = squareOf(pixels, { x, y, side, turn }, CLOSE, BLAZEFACE_SCALE);
  const found = await blazeFace({ data, width: CLOSE, height: CLOSE }, CONFIRMED);
  const ratio = side / CLOSE;
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const seen = found.map((face) => {
    const [right, down] = [(face.x - CLOSE / 2) * ratio, (face.y - CLOSE / 2) * ratio];
    return {
      score: face.score,
      x: x + right * cosine - down * sine,
      y: y + right * sine + down * cosine,
      side: face.side * ratio,
      turn: turn + face.turn,
    };
  });
  return different(seen).find((face) => overlap(face, candidate) >= SAME);
}

/** Each face once, the surest first. */
function different(faces: readonly Face[]): Face[] {
  const kept: Face[] = [];
  for (const face of faces.toSorted((one, other) => other.score - one.score))
    if (kept.every((other) => overlap(face, other) < SAME)) kept.push(face);
  return kept;
}

/** The share of the smaller face that the other one covers. */
function overlap(one: Face, other: Face): number {
  const along = (axis: 'x' | 'y') => {
    const end = Math.min(one[axis] + one.side / 2, other[axis] + other.side / 2);
    const start = Math.max(one[axis] - one.side / 2, other[axis] - other.side / 2);
    return Math.max(0, end - start);
  };
  return (along('x') * along('y')) / Math.min(one.side, other.side) ** 2;
}
