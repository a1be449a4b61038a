import sharp from 'sharp';

/** Words in a prompt that choose the colour of its picture, so that a test can get any verdict. */
export const COLOURS = {
  /** Judged clear. */
  green: '#20a040',
  /** Judged to be blurred. */
  azure: '#2040e0',
  /** Judged to be withheld. */
  crimson: '#d01020',
} as const;

const made = new Map<string, Promise<Buffer>>();

/** The colour a prompt asks for. */
export function colourOf(prompt: string): keyof typeof COLOURS {
  if (prompt.includes('crimson')) return 'crimson';
  return prompt.includes('azure') ? 'azure' : 'green';
}

/** A PNG of one colour with a text chunk, as image servers write them. */
export function picture(colour: keyof typeof COLOURS, note = 'made by a test', side = 64): Promise<Buffer> {
  const key = `${colour} ${note} ${side}`;
  const known = made.get(key) ?? draw(colour, note, side);
  made.set(key, known);
  return known;
}

function draw(colour: keyof typeof COLOURS, note: string, side: number): Promise<Buffer> {
  return sharp({ create: { width: side, height: side, channels: 3, background: COLOURS[colour] } })
    .withExif({ IFD0: { ImageDescription: note || 'untitled' } })
    .png()
    .toBuffer();
}

/** An animation with one frame of each picture, as image servers write them. */
export function animationOf(frames: readonly Buffer[], format: 'gif' | 'webp', fps = 10): Promise<Buffer> {
  const joined = sharp([...frames], { join: { animated: true } });
  const delay = frames.map(() => Math.round(1_000 / fps));
  return (format === 'gif' ? joined.gif({ delay }) : joined.webp({ lossless: true, delay })).toBuffer();
}
