// Bundles the two Lambda functions, and prints their sizes: `npm run bundle`.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { openApiDocument } from '../packages/edge-proxy/src/api/openapi.ts';
import { SOURCE_CONDITION } from './source-condition.ts';

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The bundles, with their maximum size in bytes after gzip. */
export const BUNDLES = {
  lambda: { entry: root('packages/edge-proxy/deploy/lambda.ts'), budget: 390_000 },
  'lambda-edge': { entry: root('packages/edge-proxy/deploy/lambda-edge.ts'), budget: 90_000 },
} as const;

export type BundleName = keyof typeof BUNDLES;

/** Error messages in English alone: `import { z } from 'zod'` would bring all fifty languages, 250 kB. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/**
 * On Node an AWS client is loaded when it is first needed. A function needs all of its clients in its first request,
 * and modules that are bundled to be loaded later cost a quarter more, in bytes and in time.
 */
const eagerClients: Plugin = {
  name: 'eager-clients',
  setup({ onLoad }) {
    onLoad(
      { filter: /(?:packages[\\/]aws[\\/]src[\\/][\w-]+|dialect-kit[\\/]client[\\/]aws-runtime)\.ts$/ },
      async ({ path }) => {
        const imports: string[] = [];
        const source = (await readFile(path, 'utf8')).replaceAll(
          /await import\(\s*('(?:\.|@shoji\/aws)\/clients\/[\w-]+(?:\.ts)?'),?\s*\)/g,
          (_, client: string) => `eager${imports.push(client)}`,
        );
        const head = imports.map((client, index) => `import * as eager${index + 1} from ${client};`);
        return { contents: [...head, source].join('\n'), loader: 'ts' };
      },
    );
  },
};

/** A function gets its credentials from its environment; the SDK's other sources, such as SSO, would add 80 kB. */
const roleCredentials: Plugin = {
  name: 'role-credentials',
  setup({ onLoad }) {
    onLoad({ filter: /credential-provider-node[\\/]dist-es[\\/]index\.js$/ }, () => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
    }));
  },
};

/** The OpenAPI document is constant, so it is bundled as JSON, without the 250 kB of code that generates it. */
const describedApi: Plugin = {
  name: 'described-api',
  setup({ onLoad }) {
    onLoad({ filter: /api[\\/]openapi\.ts$/ }, () => ({
      contents: `export const openApiDocument = () => (${JSON.stringify(openApiDocument())});`,
    }));
  },
};

/** Bundles `entry` for Lambda's Node 24 into the single file `outfile`. sharp is included without its native package. */
export async function bundle(entry: string, outfile: string): Promise<Uint8Array> {
  const secret = process.env.SHOJI_EDGE_SECRET;
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    // With escapes, the lexicon's terms in other scripts would be a quarter larger.
    charset: 'utf8',
    legalComments: 'none',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    conditions: [SOURCE_CONDITION, 'module'],
    mainFields: ['module', 'main'],
    // Lambda@Edge has no environment variables, so the settings are compiled in.
    define: secret ? { 'process.env.SHOJI_EDGE_SECRET': JSON.stringify(secret) } : {},
    // CommonJS modules load Node's modules by `require`.
    banner: {
      js: "import{createRequire as requireFor}from'node:module';const require=requireFor(import.meta.url);",
    },
    plugins: [englishOnly, describedApi, eagerClients, roleCredentials],
    logLevel: 'warning',
  });
  return readFileSync(outfile);
}

/** Path of the bundle `name`. It is beside node_modules, so that a local run finds sharp's native package. */
export function bundlePath(name: BundleName): string {
  return root(`packages/edge-proxy/dist/${name}/index.mjs`);
}

async function main(): Promise<void> {
  const names = Object.keys(BUNDLES) as BundleName[];
  for (const name of names) {
    const { entry, budget } = BUNDLES[name];
    const bytes = await bundle(entry, bundlePath(name));
    const gzip = gzipSync(bytes, { level: 9 }).length;
    console.log(
      `${name.padEnd(12)} ${kilobytes(bytes.length)}, ${kilobytes(gzip)} gzip of ${kilobytes(budget)}, import ${importMs(name)} ms`,
    );
    if (gzip > budget) {
      console.error(`${name} is over its budget; what it holds: esbuild --bundle --analyze ${entry}`);
      process.exitCode = 1;
    }
  }
  if (!process.env.SHOJI_EDGE_SECRET) {
    console.log('lambda-edge has no secret in it and will not start. Set SHOJI_EDGE_SECRET while bundling.');
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(0)} kB`;
}

/** Milliseconds to import a bundle in a fresh process, median of nine. */
function importMs(name: BundleName): string {
  const script = `globalThis.awslambda={streamifyResponse:(handler)=>handler};const start=performance.now();await import(${JSON.stringify(pathToFileURL(bundlePath(name)).href)});console.log(performance.now()-start)`;
  const env = {
    ...process.env,
    AWS_REGION: 'us-east-1',
    SHOJI_SAGEMAKER_ENDPOINT: 'endpoint',
    SHOJI_EDGE_SECRET: 'only-to-see-how-long-it-takes-to-import',
  };
  const times = Array.from({ length: 9 }, () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env, encoding: 'utf8' }),
    ),
  ).sort((a, b) => a - b);
  return (times[4] ?? 0).toFixed(0);
}

if (import.meta.main) await main();
