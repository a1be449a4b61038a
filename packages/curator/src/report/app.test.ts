import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { reportApp } from '../../build/report-app.ts';

it('is built from the sources in this folder; npm run build:report builds it', async () => {
  const built = await readFile(new URL('app.generated.json', import.meta.url), 'utf8');
  expect(built).toBe(await reportApp());
});
