#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Before any other import: Node then caches the compiled sources, and the next start is twice as fast.
enableCompileCache();
const { run } = await import('./program.ts');
await run(process.argv.slice(2));
