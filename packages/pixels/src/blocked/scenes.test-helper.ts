import { sharp } from '../sharp.ts';

/** A picture of shapes, as different from other numbers' as photographs are from one another. */
export async function scene(number: number, side = 400): Promise<Uint8Array<ArrayBuffer>> {
  let state = number * 2_654_435_761 + 1;
  const random = (most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const colour = () => `rgb(${random(256)},${random(256)},${random(256)})`;
  const shapes = Array.from({ length: 40 }, () => {
    const place = `transform="rotate(${random(180)} ${random(side)} ${random(side)})"`;
    return `<ellipse cx="${random(side)}" cy="${random(side)}" rx="${10 + random(60)}" ry="${10 + random(60)}" fill="${colour()}" ${place}/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="${colour()}"/>${shapes.join('')}</svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer());
}
