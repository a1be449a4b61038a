/** Ways in which a server could write a picture into JSON, each as the values that spell its bytes. */

const base64 = (bytes: Buffer) => bytes.toString('base64');
const chunks = (text: string, size: number): string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
const wrapped = (text: string, width: number) => chunks(text, width).join('\n');
const rows = <Value>(values: readonly Value[], width: number): Value[][] =>
  Array.from({ length: Math.ceil(values.length / width) }, (_, row) =>
    values.slice(row * width, (row + 1) * width),
  );
const hexPairs = (bytes: Buffer) => chunks(bytes.toString('hex'), 2);

function inBase(bytes: Buffer, alphabet: string, group: number, digits: number): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += group) {
    let number = 0n;
    for (let of = 0; of < group; of++) number = number * 256n + BigInt(bytes[at + of] ?? 0);
    let word = '';
    for (let digit = 0; digit < digits; digit++) {
      word = (alphabet[Number(number % BigInt(alphabet.length))] ?? '') + word;
      number /= BigInt(alphabet.length);
    }
    text += word;
  }
  return text;
}

const ASCII85 = Array.from({ length: 85 }, (_, index) => String.fromCharCode(33 + index)).join('');
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const reversed = (text: string) => [...text].reverse().join('');

/** By name, the value that a server writes for the picture. */
export const ENCODINGS: Readonly<Record<string, (bytes: Buffer) => unknown>> = {
  base64,
  'base64 for addresses': (bytes) => bytes.toString('base64url'),
  'base64 in lines of 76 behind a word': (bytes) => `see ${wrapped(base64(bytes), 76)}`,
  'base64 in lines of 20 behind a word': (bytes) => `see ${wrapped(base64(bytes), 20)}`,
  'base64 in words of 8': (bytes) => chunks(base64(bytes), 8).join(' '),
  'base64 from its end': (bytes) => reversed(base64(bytes)),
  'a data URI': (bytes) => `data:image/png;base64,${base64(bytes)}`,
  'a data URI of bytes': (bytes) => ` Data:application/octet-stream;charset=x;base64,${base64(bytes)}`,
  'an element of HTML': (bytes) => `<img src="data:image/png;base64,${base64(bytes)}">`,
  'an SVG': (bytes) => `<svg xmlns="x"><image href="data:image/png;base64,${base64(bytes)}"/></svg>`,
  hexadecimal: (bytes) => bytes.toString('hex'),
  'hexadecimal with spaces': (bytes) => hexPairs(bytes).join(' '),
  'hexadecimal in lines': (bytes) => wrapped(bytes.toString('hex'), 60),
  'escapes of a string': (bytes) =>
    hexPairs(bytes)
      .map((pair) => `\\x${pair}`)
      .join(''),
  'percent-encoding': (bytes) =>
    hexPairs(bytes)
      .map((pair) => `%${pair}`)
      .join(''),
  'entities of HTML': (bytes) => [...bytes].map((byte) => `&#${byte};`).join(''),
  'decimal numbers in a string': (bytes) => [...bytes].join(','),
  'fractions in a string': (bytes) => [...bytes].map((byte) => (byte / 255).toFixed(3)).join(', '),
  'a character for each byte': (bytes) => bytes.toString('latin1'),
  'a braille letter for each byte': (bytes) =>
    String.fromCodePoint(...[...bytes].map((byte) => 0x2800 + byte)),
  base32: (bytes) => inBase(bytes, BASE32, 5, 8),
  'base32 in lines': (bytes) => wrapped(inBase(bytes, BASE32, 5, 8), 64),
  base85: (bytes) => inBase(bytes, ASCII85, 4, 5),
  'base85 in lines': (bytes) => wrapped(inBase(bytes, ASCII85, 4, 5), 75),
  'JSON in a string': (bytes) => JSON.stringify({ image: base64(bytes) }),
  'a list in a string': (bytes) => JSON.stringify(chunks(base64(bytes), 40)),
  'a list of numbers': (bytes) => [...bytes],
  'a list of numbers with one null': (bytes) => [...bytes.subarray(0, 40), null, ...bytes.subarray(40)],
  'a list of fractions': (bytes) => [...bytes].map((byte) => byte / 255),
  'a list of strings': (bytes) => [...bytes].map(String),
  'a list of hexadecimal strings': hexPairs,
  'rows of pixels': (bytes) => rows([...bytes], 24),
  'rows of columns of pixels': (bytes) => rows(rows([...bytes], 3), 8),
  'an object of numbers': (bytes) => Object.fromEntries([...bytes].map((byte, at) => [`${at}`, byte])),
  'objects with a number each': (bytes) => [...bytes].map((r) => ({ r })),
  'chunks in a list': (bytes) => chunks(base64(bytes), 60),
  'small chunks in a list': (bytes) => chunks(base64(bytes), 10),
  'chunks as values': (bytes) =>
    Object.fromEntries(chunks(base64(bytes), 60).map((chunk, at) => [`part${at}`, chunk])),
  'chunks as keys': (bytes) => Object.fromEntries(chunks(base64(bytes), 60).map((chunk) => [chunk, true])),
  'chunks in objects': (bytes) => chunks(base64(bytes), 60).map((name) => ({ name })),
};

/** Addresses and paths that a server would open. */
export const ADDRESSES: readonly string[] = [
  'https://example.com/a.png',
  'HTTPS://example.com/a',
  ' http://127.0.0.1:8000/a',
  '//example.com/a',
  'example.com/a.png',
  'https%3A%2F%2Fexample.com%2Fa',
  'file:///home/user/a.png',
  's3://bucket/a',
  'data:,x',
  'hf://owner/model',
  '/home/user/a.png',
  'C:\\Users\\a.png',
  '\\\\host\\share\\a',
  '~/a',
  '../../secret',
  'inputs/a.jpeg',
];

/** Every letter and number of a value in order, so that split content can be found. */
export function spelled(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return `${value},`;
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return value.map(spelled).join('');
  return Object.entries(value)
    .map(([key, each]) => key + spelled(each))
    .join('');
}

const PIECE = 160;

/** Whether a part of the written value is in the answer. */
export function leaks(told: unknown, written: unknown): boolean {
  const [heard, said] = [spelled(told), spelled(written)];
  for (let at = 0; at + PIECE <= said.length; at += PIECE / 4)
    if (heard.includes(said.slice(at, at + PIECE))) return true;
  return false;
}
