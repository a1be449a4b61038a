import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type ColourService, startColourService } from './colour-service.ts';
import { picture } from './pictures.ts';
import { reportLines, run } from './run.ts';

/** A caption with the term that `fixtures/colour.config.ts` bans. */
export const REJECTED = 'a dog that is zorbing';

/** One picture that is withheld, and one that is clear. */
export const [red, green] = await Promise.all([picture('red', 1), picture('green', 2)]);

/** A data set for each test of a file, judged by the colours of its pictures. */
export interface OwnSet {
  /** Its folder, in a folder that only the test has. */
  readonly path: string;
  readonly service: ColourService;
  put(name: string, content: Uint8Array): Promise<void>;
  scan(...flags: string[]): ReturnType<typeof run>;
  /** The status of each file in the report, by its path. */
  statuses(): Promise<Readonly<Record<string, string>>>;
  /** The message about a file in the report. */
  messageOf(path: string): Promise<string | undefined>;
}

export function ownSet(): OwnSet {
  let root = '';
  let path = '';
  let service: ColourService | undefined;
  const judged = () => {
    if (!service) throw new Error('the service is only there during a test');
    return service;
  };
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'shoji-'));
    service = await startColourService();
  });
  beforeEach(async () => {
    path = join(await mkdtemp(join(root, 'test-')), 'set');
    await mkdir(path);
  });
  afterAll(async () => {
    await service?.close();
    await rm(root, { recursive: true, force: true });
  });
  const lines = () => reportLines(`${path}.shoji`);
  return {
    get path() {
      return path;
    },
    get service() {
      return judged();
    },
    put: (name, content) => writeFile(join(path, name), content),
    scan: (...flags) => run(['scan', path, ...flags], { COLOUR_URL: judged().url }),
    statuses: async () => Object.fromEntries((await lines()).map(({ path, status }) => [path, status])),
    messageOf: async (path) => (await lines()).find((line) => line.path === path)?.message,
  };
}
