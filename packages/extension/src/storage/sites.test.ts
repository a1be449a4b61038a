import { describe, expect, it } from 'vitest';
import { featuresAt, hostOf, parseSites, patternOf, withFeature } from './sites.ts';

const SITE = 'https://example.com/*';

describe('stored sites', () => {
  it('are read back as they were written', () => {
    const sites = { [SITE]: { textBoxes: true, pictures: false } };
    expect(parseSites(sites)).toEqual(sites);
    expect(featuresAt(parseSites(sites), SITE)).toEqual({ textBoxes: true, pictures: false });
  });

  it.each([undefined, null, 'x', { [SITE]: { textBoxes: 'yes' } }])('have everything off for %j', (value) => {
    expect(featuresAt(parseSites(value), SITE)).toEqual({ textBoxes: false, pictures: false });
  });

  it('are absent for a site that was never mentioned', () => {
    expect(featuresAt(undefined, SITE)).toEqual({ textBoxes: false, pictures: false });
  });
});

describe('turning a feature on and off', () => {
  it('leaves the other sites', () => {
    const other = { 'https://other.example/*': { textBoxes: true, pictures: true } };
    const one = withFeature(other, SITE, 'textBoxes', true);
    expect(one).toEqual({ ...other, [SITE]: { textBoxes: true, pictures: false } });
    expect(withFeature(one, SITE, 'textBoxes', false)).toEqual(other);
  });

  it('leaves the other feature of the site', () => {
    const both = withFeature(withFeature({}, SITE, 'textBoxes', true), SITE, 'pictures', true);
    expect(both[SITE]).toEqual({ textBoxes: true, pictures: true });
    expect(withFeature(both, SITE, 'textBoxes', false)[SITE]).toEqual({ textBoxes: false, pictures: true });
  });
});

describe('the pattern of a page', () => {
  it.each([
    ['https://example.com/a?b#c', SITE],
    ['http://localhost:8080/', 'http://localhost/*'],
    ['https://example.com:8443', SITE],
  ])('%s is %s', (url, pattern) => {
    expect(patternOf(url)).toBe(pattern);
  });

  it.each([undefined, '', 'about:blank', 'chrome://settings', 'file:///a.html', 'moz-extension://a/b'])(
    'does not exist for %s',
    (url) => {
      expect(patternOf(url)).toBeUndefined();
    },
  );

  it('is shown without its path', () => {
    expect(hostOf(SITE)).toBe('https://example.com');
  });
});
