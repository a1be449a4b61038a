import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckError, OperatorError, UnscreenedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharpCodec } from '../codec.ts';
import { sharp } from '../sharp.ts';
import { blockedPictures, withBlockedPictures } from './blocked-pictures.ts';
import { hashPicture } from './hash-picture.ts';
import { scene } from './scenes.test-helper.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'shoji-blocked-'));
const file = join(folder, 'blocked.txt');
let listed: Bytes;

const normalised = (bytes: Bytes) => sharpCodec().normalise(new UnscreenedImage(bytes), { signal });
const png = async (picture: ReturnType<typeof sharp>): Promise<Bytes> =>
  new Uint8Array(await picture.png().toBuffer());

/** Whether a moderator of the list reports the picture. */
async function isBlocked(bytes: Bytes): Promise<boolean> {
  const reports = (await normalised(bytes)).views.map((view) =>
    blockedPictures({ file }).moderate(openJudged(view), { signal }),
  );
  const findings = (await Promise.all(reports)).flatMap((report) => report.findings);
  for (const finding of findings)
    expect(finding).toEqual({
      check: 'blocked-pictures',
      category: 'blocked',
      label: 'listed picture',
      score: 1,
    });
  return findings.length > 0;
}

beforeAll(async () => {
  listed = await scene(1);
  const line = await hashPicture(new UnscreenedImage(listed));
  writeFileSync(file, `# one picture\n${line}  scene\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const CHANGES: Record<string, (bytes: Bytes) => Promise<Bytes>> = {
  resize: (bytes) => png(sharp(bytes).resize(173)),
  stretch: (bytes) => png(sharp(bytes).resize(640, 480, { fit: 'fill' })),
  jpeg: async (bytes) => new Uint8Array(await sharp(bytes).jpeg({ quality: 50 }).toBuffer()),
  crop: async (bytes) => {
    const { width, height } = await sharp(bytes).metadata();
    const part = { width: Math.round(width * 0.95), height: Math.round(height * 0.95) };
    return png(sharp(bytes).extract({ left: width - part.width, top: 0, ...part }));
  },
  mirror: (bytes) => png(sharp(bytes).flop()),
};

describe('blockedPictures', () => {
  it('knows the listed picture', async () => {
    expect(await isBlocked(listed)).toBe(true);
  });

  const names = Object.keys(CHANGES);
  it.each(names.flatMap((first) => names.map((second) => [first, second] as const)))(
    'knows a copy after %s and %s',
    async (first, second) => {
      const once = await CHANGES[first]?.(listed);
      const twice = once && (first === second ? once : await CHANGES[second]?.(once));
      expect(twice && (await isBlocked(twice))).toBe(true);
    },
  );

  it('knows it with a transparent corner, in one of its views', async () => {
    const hole = Buffer.from('<svg width="24" height="24"><rect width="24" height="24"/></svg>');
    const picture = sharp(listed)
      .ensureAlpha()
      .composite([{ input: hole, left: 0, top: 0, blend: 'dest-out' }]);
    expect(await isBlocked(await png(picture))).toBe(true);
  });

  it('takes no other picture for it', async () => {
    for (let number = 2; number < 40; number += 1) expect(await isBlocked(await scene(number))).toBe(false);
  });

  it('takes no plain picture for it, whose hash would be noise', async () => {
    for (const background of ['#808080', '#ffffff', '#102030'])
      expect(
        await isBlocked(await png(sharp({ create: { width: 200, height: 200, channels: 3, background } }))),
      ).toBe(false);
  });

  it('fails, and does not pass the picture, when the picture cannot be decoded', async () => {
    const broken = { mediaType: 'image/png', width: 8, height: 8, bytes: new Uint8Array([1, 2, 3]) } as const;
    await expect(blockedPictures({ file }).moderate(broken, { signal })).rejects.toThrow(CheckError);
  });

  it('stops when its signal is aborted', async () => {
    const image = openJudged(await normalised(listed));
    const stopped = AbortSignal.abort(new Error('no longer wanted'));
    await expect(blockedPictures({ file }).moderate(image, { signal: stopped })).rejects.toThrow(
      'no longer wanted',
    );
  });

  it('names the file and the remedy when the list cannot be read', () => {
    const make = (path: string) => () => blockedPictures({ file: path });
    expect(make(join(folder, 'none.txt'))).toThrow(OperatorError);
    expect(make(join(folder, 'none.txt'))).toThrow(/none\.txt does not exist.*shoji image hash/);
    expect(make(folder)).toThrow(/is a folder/);
    const wrong = join(folder, 'wrong.txt');
    writeFileSync(wrong, 'a.png\n');
    expect(make(wrong)).toThrow(/wrong\.txt, line 1: /);
  });

  it.skipIf(process.getuid?.() === 0)('says so when the user may not read the list', () => {
    const secret = join(folder, 'secret.txt');
    writeFileSync(secret, '');
    chmodSync(secret, 0);
    expect(() => blockedPictures({ file: secret })).toThrow(/may not be read/);
  });
});

describe('withBlockedPictures', () => {
  it('adds the list to other moderators, and nothing where no list is set', () => {
    expect(withBlockedPictures([], undefined)).toEqual([]);
    const [first, second] = withBlockedPictures([blockedPictures({ file })], file);
    expect([first?.name, second?.name]).toEqual(['blocked-pictures', 'blocked-pictures']);
  });
});

describe('hashPicture', () => {
  it.each(['#808080', '#ffffff', '#000000'])('refuses a picture that is plain %s', async (background) => {
    const plain = await png(sharp({ create: { width: 200, height: 200, channels: 3, background } }));
    await expect(hashPicture(new UnscreenedImage(plain))).rejects.toThrow(/too plain/);
  });

  it('refuses a smooth gradient, which any other gradient would match', async () => {
    const svg =
      '<svg width="300" height="300"><linearGradient id="g"><stop stop-color="#fff"/><stop offset="1"/></linearGradient><rect width="300" height="300" fill="url(#g)"/></svg>';
    const gradient = new UnscreenedImage(await png(sharp(Buffer.from(svg))));
    await expect(hashPicture(gradient)).rejects.toThrow(OperatorError);
  });
});
