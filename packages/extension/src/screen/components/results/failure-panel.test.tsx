import { PHRASES } from '@shoji/core/phrases';
import { describe, expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { INPUT, runOf, warningOf } from '../../../testing/runs.ts';
import { FAILURE_KINDS, type Failure } from '../../client/errors.ts';
import type { KeyKept } from '../../state/key-kept.ts';
import { en } from '../../text/en.ts';
import { Composer } from '../composer/composer.tsx';
import { FailurePanel } from './failure-panel.tsx';

const drawn = (failure: Failure, language: 'en' | 'ja' = 'en', key = '', keyKept: KeyKept = 'window') =>
  draw(
    <>
      <Composer compact />
      <FailurePanel run={runOf({ phase: 'failed', failure })} failure={failure} />
    </>,
    { language, key, keyKept },
  );

describe('a failure', () => {
  it.each(FAILURE_KINDS)('of the kind %s is announced with what happened and what was kept', (kind) => {
    const { page } = drawn({ kind });
    const alert = page.getByRole('alert');
    expect(alert).toContainElement(page.getByRole('heading', { level: 3, name: en.failures[kind].title }));
    expect(alert).toHaveTextContent(`${en.failures[kind].body} Your prompt and settings are still here.`);
    expect(alert).not.toHaveTextContent('undefined');
  });

  it('is shown in Japanese without spaces between the sentences', () => {
    const { page } = drawn({ kind: 'too-many', retryAfter: 5 }, 'ja');
    expect(page.getByRole('alert').textContent).toBe(
      'リクエストが多すぎます少し待ってからもう一度お試しください。5\u00a0秒後にもう一度お試しください。プロンプトと設定はそのまま残っています。',
    );
  });

  it.each([
    [5, 'Try again in 5 seconds.'],
    [1, 'Try again in 1 second.'],
    [0, 'Try again in 0 seconds.'],
  ])('says after how many seconds to try again (%i)', (retryAfter, sentence) => {
    const { page } = drawn({ kind: 'busy', retryAfter });
    expect(page.getByRole('alert')).toHaveTextContent(sentence);
  });

  it('names no waiting time when the proxy named none', () => {
    expect(drawn({ kind: 'busy' }).page.getByRole('alert')).not.toHaveTextContent(/Try again in/);
  });

  it('says why a picture to start from was refused, in the person’s language', () => {
    const warnings = [warningOf('image_nudity'), warningOf('image_nudity')];
    const { page } = drawn(
      { kind: 'image-rejected', warnings, detail: 'The input image was refused.' },
      'ja',
    );
    const alert = page.getByRole('alert');
    expect(alert).toHaveTextContent(PHRASES.ja.imageReasons.nudity);
    expect(page.getAllByText(PHRASES.ja.imageReasons.nudity)).toHaveLength(1);
    expect(page.queryByText('The input image was refused.')).toBeNull();
  });

  it('shows the proxy’s message where it gave no reason for a picture to start from', () => {
    const { page } = drawn({ kind: 'image-rejected', warnings: [], detail: 'The input image was refused.' });
    expect(page.getByText('The input image was refused.')).toBeInTheDocument();
  });

  it('shows the proxy’s message separately, marked as English', () => {
    const { page } = drawn({ kind: 'proxy-failed', detail: 'disk full' }, 'ja');
    expect(page.getByText('disk full')).toHaveAttribute('lang', 'en');
    expect(page.getByText(/^プロキシからのメッセージ：/)).toBeInTheDocument();
  });

  it('names the status for the operator when the proxy sent no message', () => {
    const { page } = drawn({ kind: 'gateway', status: 502 });
    expect(page.getByRole('alert')).toHaveTextContent('The proxy answered with HTTP status 502.');
    page.unmount();
    const said = drawn({ kind: 'proxy-failed', status: 500, detail: 'disk full' }).page;
    expect(said.getByRole('alert')).not.toHaveTextContent('500');
  });

  it('has no empty element for a missing message', () => {
    expect(drawn({ kind: 'proxy-failed' }).page.queryByText(/The proxy says/)).toBeNull();
  });

  it('sends the same request again, and keeps the keyboard focus', async () => {
    const { page, user, started } = drawn({ kind: 'interrupted' });
    await user.click(page.getByRole('button', { name: 'Try again' }));
    expect(started).toEqual([{ input: INPUT, key: '' }]);
    expect(page.getByRole('button', { name: 'Generate' })).toHaveFocus();
  });
});

describe('a check that failed', () => {
  it('differs in its looks from a verdict and from other failures', () => {
    const panel = (kind: Failure['kind']) => {
      const { page } = drawn({ kind });
      const found = page.getByRole('alert').parentElement;
      const look = { classes: [...(found?.classList ?? [])], icon: found?.querySelector('svg')?.innerHTML };
      page.unmount();
      return look;
    };
    const [unchecked, failed] = [panel('check-failed'), panel('busy')];
    expect(unchecked.classes).toContain('panel--unchecked');
    expect(failed.classes).toContain('panel--failure');
    expect(unchecked.icon).not.toBe(failed.icon);
  });
});

describe('a key that was not accepted', () => {
  it('can be corrected in place, and the request is sent again with it', async () => {
    const { page, user, screen, started } = drawn({ kind: 'key-refused' });
    expect(page.queryByRole('button', { name: 'Try again' })).toBeNull();
    const key = page.getByLabelText('Key');
    expect(key).toHaveAttribute('type', 'password');
    expect(key).toHaveAttribute('autocomplete', 'off');
    expect(key).toHaveAccessibleDescription('Kept until you close this window, and sent to the proxy only.');
    await user.type(key, '  k3y ');
    expect(screen.key.value).toBe('');
    await user.click(page.getByRole('button', { name: 'Use this key' }));
    expect(screen.key.value).toBe('k3y');
    expect(started).toEqual([{ input: INPUT, key: 'k3y' }]);
    expect(page.getByRole('button', { name: 'Generate' })).toHaveFocus();
  });

  it('is submitted by Enter too, without leaving the page', async () => {
    const { page, user, started } = drawn({ kind: 'key-refused' });
    await user.type(page.getByLabelText('Key'), 'k3y{Enter}');
    expect(started).toHaveLength(1);
  });

  it('is requested in the same way when no key was sent', () => {
    const { page } = drawn({ kind: 'key-missing' });
    expect(page.getByRole('button', { name: 'Use this key' })).toBeInTheDocument();
    expect(page.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it.each([
    ['browser', 'Kept until the browser is closed, and sent to the proxy only.'],
    ['disk', 'Kept on this computer, as your settings say, and sent to the proxy only.'],
  ] as const)('is said to be kept as long as it is (%s)', (keyKept, hint) => {
    const { page } = drawn({ kind: 'key-missing' }, 'en', '', keyKept);
    expect(page.getByLabelText('Key')).toHaveAccessibleDescription(hint);
  });

  it('starts with the key that was tried', () => {
    const { page } = drawn({ kind: 'key-refused' }, 'en', 'old');
    expect(page.getByLabelText('Key')).toHaveValue('old');
  });
});
