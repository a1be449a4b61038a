import type { RgbPixels } from '@shoji/pixels';
import { describe, expect, it } from 'vitest';
import type { BlazeFace, Face } from './blazeface.ts';
import { loadBlazeFace } from './blazeface.ts';
import { type DrawnFace, drawn } from './drawn-face.test-helper.ts';
import { findFaces } from './find-faces.ts';

async function pixelsOf(width: number, height: number, faces: readonly DrawnFace[]): Promise<RgbPixels> {
  const { data } = await drawn(width, height, faces).raw().toBuffer({ resolveWithObject: true });
  return { width, height, data };
}

const near = (face: Face | undefined, { x, y, width, turn = 0 }: DrawnFace) => {
  expect(Math.hypot((face?.x ?? 0) - x, (face?.y ?? 0) - y)).toBeLessThan(width / 3);
  expect((face?.side ?? 0) / width).toBeGreaterThan(0.7);
  expect((face?.side ?? 0) / width).toBeLessThan(1.4);
  expect(Math.abs(((face?.turn ?? 9) * 180) / Math.PI - turn)).toBeLessThan(10);
};

describe('findFaces, with the shipped model', () => {
  it.each<[string, number, number, DrawnFace[]]>([
    ['a portrait', 512, 512, [{ x: 256, y: 250, width: 150 }]],
    ['a face that fills the picture', 300, 380, [{ x: 150, y: 190, width: 240 }]],
    ['a face of a twelfth of the short side', 1024, 768, [{ x: 300, y: 400, width: 64 }]],
    ['a face in a strip', 2000, 500, [{ x: 1700, y: 240, width: 60 }]],
    [
      'faces turned to both sides',
      768,
      512,
      [
        { x: 150, y: 250, width: 90, turn: 30 },
        { x: 400, y: 200, width: 90 },
        { x: 620, y: 300, width: 80, turn: -30 },
      ],
    ],
  ])('finds %s', async (_, width, height, faces) => {
    const found = await findFaces(await pixelsOf(width, height, faces), await loadBlazeFace());
    expect(found).toHaveLength(faces.length);
    const fromLeft = found.toSorted((one, other) => one.x - other.x);
    for (const [at, face] of faces.entries()) near(fromLeft[at], face);
  });

  it('finds none on a plain ground', async () => {
    expect(await findFaces(await pixelsOf(512, 512, []), await loadBlazeFace())).toEqual([]);
  });
});

/** A model that answers each look in turn, and records the sizes that it saw. */
function fake(looks: readonly Face[][]): { blazeFace: BlazeFace; sizes: number[][] } {
  const sizes: number[][] = [];
  return {
    sizes,
    async blazeFace({ width, height }, minScore) {
      sizes.push([width, height]);
      return (looks[sizes.length - 1] ?? []).filter(({ score }) => score >= minScore);
    },
  };
}

const at = (x: number, y: number, side: number, score = 0.9, turn = 0): Face => ({ x, y, side, score, turn });
const plain = (width: number, height: number): RgbPixels => ({
  width,
  height,
  data: new Uint8Array(width * height * 3),
});

describe('findFaces', () => {
  it('looks at the picture in two sizes whose sides are multiples of 32', async () => {
    const { blazeFace, sizes } = fake([]);
    expect(await findFaces(plain(600, 400), blazeFace)).toEqual([]);
    expect(sizes).toEqual([
      [384, 256],
      [160, 96],
    ]);
  });

  it('does not make a strip large', async () => {
    const { blazeFace, sizes } = fake([]);
    await findFaces(plain(4000, 100), blazeFace);
    expect(sizes).toEqual([
      [1024, 32],
      [384, 32],
    ]);
  });

  it('keeps a candidate that is confirmed from near, where the second look sees it', async () => {
    // Scaled by a half, the candidate is 80 pixels wide in the picture; the second look sees 160 pixels as 96.
    const { blazeFace, sizes } = fake([
      [at(100, 60, 40, 0.2), at(200, 60, 40, 0.19)],
      [],
      [at(54, 48, 48, 0.6, 0.1)],
    ]);
    const [face, ...others] = await findFaces(plain(512, 512), blazeFace);
    expect(sizes[2]).toEqual([96, 96]);
    expect(others).toEqual([]);
    expect(sizes).toHaveLength(3);
    expect(face).toMatchObject({ score: 0.6, x: 210, y: 120, side: 80, turn: 0.1 });
  });

  it('turns the second look with the candidate', async () => {
    const turn = Math.PI / 2;
    const { blazeFace } = fake([[at(100, 60, 40, 0.3, turn)], [], [at(54, 54, 48, 0.8, -0.2)]]);
    const [face] = await findFaces(plain(512, 512), blazeFace);
    expect(face?.x).toBeCloseTo(190);
    expect(face?.y).toBeCloseTo(130);
    expect(face?.turn).toBeCloseTo(turn - 0.2);
  });

  it.each([
    ['sees nothing', []],
    ['is not sure', [at(48, 48, 48, 0.59)]],
    ['sees a face elsewhere', [at(90, 90, 10)]],
  ])('drops a candidate when the second look %s', async (_, seen) => {
    const { blazeFace } = fake([[at(100, 60, 40, 0.7)], [], seen]);
    expect(await findFaces(plain(512, 512), blazeFace)).toEqual([]);
  });

  it('keeps a sure candidate without confirmation, because a face that fills the picture has no surroundings', async () => {
    const { blazeFace } = fake([[at(100, 60, 40, 0.8)], [], []]);
    expect(await findFaces(plain(512, 512), blazeFace)).toMatchObject([
      { score: 0.8, x: 200, y: 120, side: 80 },
    ]);
  });

  it('looks closer at each face once, at the 16 surest, and at none below a twenty-fourth', async () => {
    const row = Array.from({ length: 20 }, (_, place) => at(12 * place + 6, 100, 11, 0.5 + place / 100));
    const twice = row.map((face) => ({ ...face, x: face.x + 1, score: 0.4 }));
    const { blazeFace, sizes } = fake([[...row, ...twice, at(100, 20, 5)]]);
    await findFaces(plain(256, 256), blazeFace);
    expect(sizes).toHaveLength(2 + 16);
  });
});
