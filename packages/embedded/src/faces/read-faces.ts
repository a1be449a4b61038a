import type { RgbPixels } from '@shoji/pixels';
import { loadAgeModel } from './age.ts';
import { loadBlazeFace } from './blazeface.ts';
import { findFaces } from './find-faces.ts';

/** A face, and the age that it seems to have. Nothing in it tells whose it is. */
export interface SeenFace {
  /** The detector's confidence, 0–1. */
  readonly score: number;
  /** The side of the face in pixels of the picture. */
  readonly side: number;
  /** Years, as the model guesses. */
  readonly age: number;
}

/** The faces in a picture, the surest first; and its pixels, of which a face is a share. */
export interface SeenFaces {
  readonly faces: readonly SeenFace[];
  readonly area: number;
}

/**
 * Loads the two models that ship with this package: one finds faces, the other guesses the age of each.
 * @throws CheckError `unavailable` when a file is missing or damaged, or ONNX Runtime cannot be loaded.
 */
export async function loadFaceReader(): Promise<(pixels: RgbPixels) => Promise<SeenFaces>> {
  const [blazeFace, guessAge] = await Promise.all([loadBlazeFace(), loadAgeModel()]);
  return async (pixels) => {
    const faces: SeenFace[] = [];
    for (const face of await findFaces(pixels, blazeFace)) {
      const { score, side } = face;
      faces.push({ score, side, age: await guessAge(pixels, face) });
    }
    return { faces, area: pixels.width * pixels.height };
  };
}
