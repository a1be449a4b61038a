import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SOURCE_ARGS, SOURCE_CONDITION } from '../scripts/source-condition.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const json = (path: string): unknown => JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
const packageShape = z.looseObject({
  exports: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
const folders = readdirSync(`${root}/packages`);

describe.each(folders)('the exports of packages/%s', (folder) => {
  const { exports } = packageShape.parse(json(`packages/${folder}/package.json`));

  it('name the source first, then its types and module in dist', () => {
    for (const conditions of Object.values(exports)) {
      expect(Object.keys(conditions)).toEqual([SOURCE_CONDITION, 'types', 'default']);
      const name = /^\.\/src\/(.+)\.ts$/.exec(conditions[SOURCE_CONDITION] ?? '')?.[1];
      expect(conditions).toMatchObject({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` });
      expect(existsSync(`${root}/packages/${folder}/src/${name}.ts`)).toBe(true);
    }
  });
});

it('the condition is the same in the TypeScript configuration', () => {
  const shape = z.looseObject({ compilerOptions: z.looseObject({ customConditions: z.array(z.string()) }) });
  const { compilerOptions } = shape.parse(json('tsconfig.base.json'));
  expect(compilerOptions.customConditions).toEqual([SOURCE_CONDITION]);
});

it('each npm script that starts a TypeScript file sets the condition', () => {
  const { scripts } = z
    .looseObject({ scripts: z.record(z.string(), z.string()) })
    .parse(json('package.json'));
  const started = Object.values(scripts)
    .flatMap((script) => script.match(/\bnode [^&]*\.ts\b/g) ?? [])
    // The build scripts of a package import no other package.
    .filter((command) => !command.includes('/build/'));
  expect(started).not.toEqual([]);
  for (const command of started) expect(command).toContain(`node ${SOURCE_ARGS.join(' ')} `);
});
