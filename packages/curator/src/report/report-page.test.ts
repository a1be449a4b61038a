import { expect, it } from 'vitest';
import { reportPage } from './report-page.ts';

const page = (title: string, text: string) =>
  [
    ...reportPage(title, {
      kind: 'classifier',
      title: text,
      facts: [],
      warnings: ['one', 'two'],
      sideBySide: { caption: '', head: [], rows: [] },
      charts: [],
      categories: null,
      checks: [],
    }),
  ].join('');

function dataOf(html: string): unknown {
  const [, json = ''] =
    /<script type="application\/json" id="data">(.*)<\/script>\n<script>/s.exec(html) ?? [];
  return JSON.parse(json);
}

it('contains all of its data, whatever the texts are', () => {
  const hostile = '</script><!-- <script> "\u2028';
  const html = page('a', hostile);
  expect(dataOf(html)).toMatchObject({
    title: hostile,
    facts: [],
    warnings: ['one', 'two'],
    categories: null,
  });
  expect(html).not.toContain(hostile);
});

it('has a title that is escaped', () => {
  expect(page('<b> & </title>', 'a')).toContain('<title>&lt;b> &amp; &lt;/title></title>');
});

it('allows only its own style and script, and images in data: URLs', () => {
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page('a', 'b')) ?? [];
  expect(policy.replaceAll(/sha256-[\w+/=]{44}/g, 'hash').split('; ')).toEqual([
    "default-src 'none'",
    'img-src data:',
    "style-src 'hash'",
    "script-src 'hash'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});
