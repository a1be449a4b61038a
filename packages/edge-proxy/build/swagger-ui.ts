/**
 * Copies the files of Swagger UI that `/docs` serves into `swagger-ui/`; part of `npm run build:page`. The package
 * swagger-ui-dist is not a dependency of the shipped package: it is six times as large, and brings a package that reports each
 * install to its authors (@scarf/scarf).
 */
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FILES = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'LICENSE',
  'NOTICE',
];

const from = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const to = fileURLToPath(new URL('../swagger-ui', import.meta.url));
rmSync(to, { recursive: true, force: true });
for (const file of FILES) cpSync(join(from, file), join(to, file));
