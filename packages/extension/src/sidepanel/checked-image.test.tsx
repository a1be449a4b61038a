import { PHRASES } from '@shoji/core/phrases';
import { waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { FAILURE_KINDS } from '../screen/client/errors.ts';
import { failures } from '../screen/text/failures/en.ts';
import { type ImageCheck, PICTURE_TROUBLES } from '../storage/image-check.ts';
import { imageCheck } from '../storage/picture-values.ts';
import { en } from '../surface/text/en.ts';
import { ja } from '../surface/text/ja.ts';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { CheckedImage } from './checked-image.tsx';

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

const host = 'pictures.example';
type Done = Extract<ImageCheck, { state: 'done' }>;
const done = (changes: Partial<Done> = {}): Done => ({
  state: 'done',
  host,
  decision: 'clear',
  unchecked: false,
  findings: [],
  warnings: [],
  ...changes,
});

async function shown(check: ImageCheck, language: 'en' | 'ja' = 'en') {
  await imageCheck.write(check);
  const drawn = draw(<CheckedImage />, { language });
  await waitFor(() => expect(drawn.page.getByRole('region')).toBeInTheDocument());
  return drawn;
}

it('is empty before a picture is checked', () => {
  expect(draw(<CheckedImage />).page.container).toBeEmptyDOMElement();
});

describe('the check of a picture', () => {
  it('names the picture’s site, and never shows the picture', async () => {
    const { page } = await shown({ state: 'checking', host });
    expect(page.getByRole('region', { name: 'Checked picture' })).toContainElement(
      page.getByRole('heading', { level: 2, name: 'A picture from pictures.example' }),
    );
    expect(page.getByRole('status')).toHaveTextContent('Checking the picture.');
    expect(page.queryByRole('img')).toBeNull();
  });

  it('says when the picture is embedded in the page', async () => {
    const { page } = await shown({ state: 'checking', host: '' });
    expect(page.getByRole('heading')).toHaveTextContent('A picture inside the page');
  });

  it('shows each step, and disappears when it is closed', async () => {
    const { page, user } = await shown({ state: 'checking', host });
    await imageCheck.write(done());
    await waitFor(() => expect(page.getByRole('status')).toHaveTextContent('Would be shown'));
    expect(page.getByRole('status')).not.toHaveTextContent('Checking the picture.');
    const close = page.getByRole('button', { name: 'Close' });
    expect(close).toHaveAttribute('title', 'Close');
    await user.click(close);
    await waitFor(() => expect(page.container).toBeEmptyDOMElement());
    expect(browser.state.stored.session.check).toBeUndefined();
  });
});

describe('a verdict', () => {
  it.each([
    ['clear', 'Would be shown', 'そのまま表示される画像です'],
    ['blur', 'Would be blurred', 'ぼかして表示される画像です'],
    ['withhold', 'Would be withheld', '表示されない画像です'],
  ] as const)('says what would become of the picture: %s', async (decision, english, japanese) => {
    const { page } = await shown(done({ decision }));
    expect(page.getByText(english)).toHaveClass(`badge--${decision}`);
    page.unmount();
    expect((await shown(done({ decision }), 'ja')).page.getByText(japanese)).toBeInTheDocument();
  });

  it('does not present a failed check as a verdict', async () => {
    const { page } = await shown(done({ decision: 'withhold', unchecked: true }));
    expect(page.getByText('Could not be checked')).toHaveClass('badge--unchecked');
    expect(page.queryByText('Would be withheld')).toBeNull();
  });

  it('looks different for each decision', async () => {
    const icons = new Set<string | undefined>();
    for (const check of [
      done(),
      done({ decision: 'blur' }),
      done({ decision: 'withhold' }),
      done({ unchecked: true }),
    ]) {
      const { page } = await shown(check);
      icons.add(page.container.querySelector('.badge svg')?.innerHTML);
      page.unmount();
    }
    expect(icons.size).toBe(4);
  });

  it('shows each reason once, and the findings of each check', async () => {
    const warning = { code: 'image_nudity', message: '', category: 'nudity' };
    const { page } = await shown(
      done({
        decision: 'blur',
        warnings: [warning, warning],
        findings: [
          { check: 'rekognition', category: 'nudity', label: 'Nudity', score: 0.876 },
          { check: 'embedded-image', category: 'nudity', label: 'unsafe', score: 0.5 },
        ],
      }),
    );
    expect(page.getAllByText(PHRASES.en.imageReasons.nudity)).toHaveLength(1);
    expect(page.getByText('Nudity (rekognition, 88 %) · unsafe (embedded-image, 50 %)')).toBeInTheDocument();
  });

  it('has no line for findings without findings', async () => {
    expect((await shown(done())).page.container.querySelector('.card__checks')).toBeNull();
  });
});

it.each(PICTURE_TROUBLES)('says why the picture did not reach the proxy: %s', async (trouble) => {
  const { page } = await shown({ state: 'not-loaded', host, trouble, status: 418 });
  expect(page.getByRole('status')).toHaveTextContent(en.check.troubles[trouble](418));
  expect(page.queryByRole('button', { name: 'Allow and check' })).toBeNull();
  page.unmount();
  const japanese = await shown({ state: 'not-loaded', host, trouble }, 'ja');
  expect(japanese.page.getByRole('status')).toHaveTextContent(ja.check.troubles[trouble](undefined));
});

it('explains why the proxy refused the picture', async () => {
  const { page } = await shown({ state: 'failed', host, failure: { kind: 'invalid-request', status: 400 } });
  expect(page.getByRole('status')).toHaveTextContent(
    /^The proxy cannot read this picture: its format or size is not supported\.$/,
  );
});

it.each(FAILURE_KINDS)('describes a failure of the proxy as every other place does: %s', async (kind) => {
  const { page } = await shown({ state: 'failed', host, failure: { kind, retryAfter: 5 } });
  const { title, body } = failures[kind];
  const expected = en.check.failures[kind] ?? `${title}${body} Try again in 5 seconds.`;
  expect(page.getByRole('status')).toHaveTextContent(expected);
});

it.each([
  ['site', 'The site has not answered yet. Still waiting.'],
  ['proxy', 'The proxy has not answered yet. Still waiting.'],
] as const)('says that the %s is silent, and waits', async (waitingFor, sentence) => {
  const { page } = await shown({ state: 'checking', host, waitingFor });
  expect(page.getByRole('status')).toHaveTextContent(sentence);
});

describe('a site that the extension may not read', () => {
  const url = 'https://pictures.example/a.png';
  const check: ImageCheck = { state: 'needs-permission', host, url };

  it('is requested alone, and then its picture is checked', async () => {
    const { page, user } = await shown(check);
    expect(page.getByRole('status')).toHaveTextContent(
      /read pictures from pictures\.example only if you allow it/,
    );
    await user.click(page.getByRole('button', { name: 'Allow and check' }));
    expect(browser.given('permissions.request')).toEqual([{ origins: ['https://pictures.example/*'] }]);
    await waitFor(() => expect(browser.given('runtime.sendMessage')).toEqual([{ type: 'check-image', url }]));
  });

  it('is not contacted after a denial', async () => {
    browser.state.consents = false;
    const { page, user } = await shown(check);
    await user.click(page.getByRole('button', { name: 'Allow and check' }));
    expect(browser.given('permissions.request')).toHaveLength(1);
    expect(browser.given('runtime.sendMessage')).toEqual([]);
  });
});
