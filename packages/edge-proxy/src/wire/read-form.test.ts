import { expect, it } from 'vitest';
import { readForm } from './read-form.ts';

const BOUNDARY = 'b';

/** A multipart form, from its parts with their headers. */
function form(...parts: readonly string[]): Request {
  const body = `${parts.map((part) => `--${BOUNDARY}\r\n${part}\r\n`).join('')}--${BOUNDARY}--\r\n`;
  const headers = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
  return new Request('http://localhost/', { method: 'POST', body, headers });
}

const text = (name: string, value: string, more = '') =>
  `Content-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}`;
const file = (name: string) =>
  `Content-Disposition: form-data; name="${name}"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nx`;

it('reads texts and files, and files of some names several times', async () => {
  const { texts, files } = await readForm(
    form(text('prompt', 'a dog'), file('image'), file('image')),
    10_000,
    ['image'],
  );
  expect([...texts]).toEqual([['prompt', 'a dog']]);
  expect(files.map(({ name, filename }) => [name, filename])).toEqual([
    ['image', 'a.png'],
    ['image', 'a.png'],
  ]);
});

it.each([
  ['a text twice', [text('prompt', 'a dog'), text('prompt', 'a cat')]],
  ['a text that may repeat as a file', [text('image', 'a dog'), text('image', 'a cat')]],
  ['a file twice that may come once', [file('mask'), file('mask')]],
  ['a text and a file of one name', [text('mask', 'a dog'), file('mask')]],
])('refuses %s', async (_, parts) => {
  await expect(readForm(form(...parts), 10_000, ['image'])).rejects.toThrow('has a field twice');
});

it.each([
  ['an encoded part', text('prompt', 'YQ==', '\r\nContent-Transfer-Encoding: base64')],
  ['a charset of a part', text('prompt', 'a', '\r\nContent-Type: text/plain; charset=utf-7')],
  ['a charset for all parts', text('_charset_', 'utf-7')],
])('refuses %s', async (_, part) => {
  await expect(readForm(form(part), 10_000, [])).rejects.toMatchObject({ status: 415 });
});

it('refuses a body that is not a form', async () => {
  const headers = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
  const request = new Request('http://localhost/', { method: 'POST', body: 'prompt=a', headers });
  await expect(readForm(request, 10_000, [])).rejects.toMatchObject({ status: 400 });
});

it('refuses a form in another charset than UTF-8', async () => {
  const body = `--${BOUNDARY}\r\n${text('prompt', 'a dog')}\r\n--${BOUNDARY}--\r\n`;
  const headers = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}; charset=latin1` };
  const request = new Request('http://localhost/', { method: 'POST', body, headers });
  await expect(readForm(request, 10_000, [])).rejects.toMatchObject({ status: 415 });
});
