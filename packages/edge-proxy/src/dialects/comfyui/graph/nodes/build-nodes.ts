import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseObjectInfo } from './node-schema.ts';

/**
 * Writes `data/nodes.generated.json`, the built-in classes of ComfyUI (0.8.0, started without custom nodes): `curl
 * http://127.0.0.1:8188/object_info > object_info.json && node build-nodes.ts object_info.json`
 */
const [, , source = 'object_info.json'] = process.argv;
const nodes = [...parseObjectInfo(JSON.parse(readFileSync(source, 'utf8')))].map(([name, schema]) => {
  const inputs = [...schema.inputs].map((input) => input.join(':'));
  return `${JSON.stringify(name)}: ${JSON.stringify([inputs, schema.outputs, schema.isOutput])}`;
});
const target = fileURLToPath(new URL('data/nodes.generated.json', import.meta.url));
writeFileSync(target, `{\n${nodes.join(',\n')}\n}\n`);
