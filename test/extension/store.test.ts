import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { manifestFor } from '../../packages/extension/manifest.config.ts';
import enNames from '../../packages/extension/src/_locales/en/messages.json' with { type: 'json' };
import jaNames from '../../packages/extension/src/_locales/ja/messages.json' with { type: 'json' };
import listing from '../../packages/extension/store/listing.json' with { type: 'json' };
import privacy from '../../packages/extension/store/privacy.json' with { type: 'json' };

const IMAGES = fileURLToPath(new URL('../../packages/extension/store/images', import.meta.url));
interface Manifest {
  readonly permissions: readonly string[];
  readonly optional_permissions: readonly string[];
  readonly optional_host_permissions: readonly string[];
}
/** As it is written to the package. */
const manifests = (['chromium', 'firefox'] as const).map(
  (browser): Manifest => JSON.parse(JSON.stringify(manifestFor(browser))),
);

describe('the listing', () => {
  it.each([
    ['en', listing.en, enNames],
    ['ja', listing.ja, jaNames],
  ] as const)('has the name and the summary of the package in %s', (_, { name, summary }, names) => {
    expect(name).toBe(names.name.message);
    expect(summary).toBe(names.description.message);
  });

  it.each([
    ['en', listing.en],
    ['ja', listing.ja],
  ] as const)(
    'fits into the fields of the stores in %s',
    (_, { name, summary, summaryOfAmo, description }) => {
      expect(name.length).toBeLessThanOrEqual(75);
      expect(summary.length).toBeLessThanOrEqual(132);
      expect(summaryOfAmo.length).toBeLessThanOrEqual(250);
      expect(description.join('\n\n').length).toBeLessThanOrEqual(16_000);
      for (const paragraph of description) expect(paragraph.trim()).not.toBe('');
    },
  );

  it('has the same paragraphs in both languages', () => {
    const lines = ({ description }: { description: string[] }) =>
      description.map((paragraph) => paragraph.split('\n').length);
    expect(lines(listing.ja)).toEqual(lines(listing.en));
  });
});

describe('the privacy answers', () => {
  it('have a reason for every permission of the manifests, and for no other', () => {
    const wanted = manifests.flatMap((manifest) => [
      ...manifest.permissions,
      ...manifest.optional_permissions,
      ...manifest.optional_host_permissions,
    ]);
    expect(Object.keys(privacy.permissions).toSorted()).toEqual([...new Set(wanted)].toSorted());
    for (const reason of Object.values(privacy.permissions)) expect(reason.length).toBeLessThanOrEqual(1000);
  });

  it('name the data that Firefox’s manifest declares', () => {
    const declared = JSON.stringify(manifests[1]);
    for (const kind of Object.keys(privacy.firefoxDataCollection)) expect(declared).toContain(`"${kind}"`);
    expect(Object.keys(privacy.firefoxDataCollection)).toHaveLength(2);
  });

  it('say that it does not run in private windows, as both manifests do', () => {
    for (const manifest of manifests) expect(manifest).toMatchObject({ incognito: 'not_allowed' });
    expect(privacy.incognito).toContain('not_allowed');
  });
});

describe('the images', () => {
  it.each([
    ['screenshot', 1280, 800],
    ['tile', 440, 280],
  ] as const)('called %s have the size of the stores, in both languages', async (kind, width, height) => {
    const names = (await readdir(IMAGES)).filter((name) => name.startsWith(kind));
    for (const language of ['en', 'ja']) {
      const own = names.filter((name) => name.endsWith(`-${language}.png`));
      expect(own.length).toBeGreaterThanOrEqual(kind === 'tile' ? 1 : 3);
      for (const name of own) {
        const found = await sharp(await readFile(`${IMAGES}/${name}`)).metadata();
        expect({ name, width: found.width, height: found.height, alpha: found.hasAlpha }).toEqual({
          name,
          width,
          height,
          alpha: false,
        });
      }
    }
  });
});
