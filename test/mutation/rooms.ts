import { matchesGlob } from 'node:path';
import { isTest } from './related.ts';

interface Room {
  /** Globs of its modules. */
  readonly files: readonly string[];
  /** Globs of tests beyond its package that use it as clients do: run last, for mutants that nearer tests missed. */
  readonly suites?: readonly string[];
}

/** Real clients and ways past the checks, over HTTP on loopback, except suites that wait for many answers. */
const DIALECTS = [
  'test/smuggling/{every-protocol,replacements,openai,sagemaker,automatic1111,requests}.test.ts',
  'test/clients/{input-pictures,observed,unreadable,blocked,other-apps,shown-words,transparent}.test.ts',
  'test/clients/{automatic1111,automatic1111-texts,automatic1111-tenants,bedrock,openai,openai-fields,sagemaker}.test.ts',
];

/** The same for ComfyUI, whose clients poll and listen. */
const COMFYUI = [
  'test/smuggling/{comfyui,comfyui-requests,comfyui-answers,comfyui-exits}.test.ts',
  'test/clients/{comfyui-http,comfyui-pictures,comfyui-tenants,comfyui-opened}.test.ts',
];

/** The rooms that mutants are made in: code that decides about texts and pictures, and code that shows the decision. */
export const ROOMS: Readonly<Record<string, Room>> = {
  'core/screen': { files: ['packages/core/src/screen/**'] },
  'core/sealed': { files: ['packages/core/src/sealed/**'] },
  'core/generation': { files: ['packages/core/src/generation/**'] },
  'core/policy': { files: ['packages/core/src/policy/**'] },
  'core/text': {
    files: ['packages/core/src/text/**'],
    suites: ['test/prompt/{disguise,harmless}.test.ts'],
  },
  'core/wire': { files: ['packages/core/src/wire/**'] },
  'dialect-kit': { files: ['packages/edge-proxy/src/dialect-kit/**'], suites: DIALECTS },
  dialects: { files: ['packages/edge-proxy/src/dialects/**'], suites: [...DIALECTS, ...COMFYUI] },
  wire: { files: ['packages/edge-proxy/src/wire/**'], suites: DIALECTS },
  pixels: { files: ['packages/pixels/src/**'] },
  components: { files: ['packages/extension/src/**/*.tsx'] },
};

/**
 * Word lists, helpers of tests, what is run once by hand, drawings, which only eyes and screenshots can judge, and the
 * entry of a page, which mounts one component and runs in browsers only.
 */
const NO_SUBJECT = [
  '**/*.generated.ts',
  '**/*.test-helper.ts',
  '**/testing/**',
  '**/build-*.ts',
  '**/icons.tsx',
  '**/shoji-drawing.tsx',
  '**/main.tsx',
];

/** The room of a file, if it is in one. Paths are relative to the repository's root. */
export function roomOf(file: string): string | undefined {
  if (!/\.tsx?$/.test(file) || isTest(file) || NO_SUBJECT.some((glob) => matchesGlob(file, glob)))
    return undefined;
  return Object.keys(ROOMS).find((room) => ROOMS[room]?.files.some((glob) => matchesGlob(file, glob)));
}

/** The suites of a file's room among `files`, in the order in which the room lists them. */
export function suitesOf(file: string, files: readonly string[]): string[] {
  const globs = ROOMS[roomOf(file) ?? '']?.suites ?? [];
  return globs.flatMap((glob) => files.filter((other) => matchesGlob(other, glob)));
}
