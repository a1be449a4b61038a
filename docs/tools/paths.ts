import { fileURLToPath } from 'node:url';

/** The path of a file in the repository, given from its root. */
export function rootPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
