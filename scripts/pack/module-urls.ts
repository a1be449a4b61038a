/** A path in `new URL('path', import.meta.url)`. */
const MODULE_URL = /\bnew URL\(\s*(['"])([^'"]+)\1,\s*import\.meta\.url,?\s*\)/g;
/** Uses of the module's address that do not read files beside it. */
const HARMLESS = /\bcreateRequire\(\s*import\.meta\.url\s*\)/g;

/**
 * The paths that a module's code resolves against its own address. Their files must be packed too.
 * @param code JavaScript as TypeScript emits it.
 * @throws Error when the address is used in a way that hides the path, so that its file could be missed.
 */
export function moduleUrls(code: string, file: string): string[] {
  const rest = code.replaceAll(MODULE_URL, '').replaceAll(HARMLESS, '');
  if (/\bimport\.meta\.(url|dirname|filename|resolve)\b/.test(rest))
    throw new Error(
      `${file}: write the path out in new URL('…', import.meta.url), so that its file is packed.`,
    );
  return [...code.matchAll(MODULE_URL)].map(([, , path = '']) => path);
}

/** `code` with `.js` in place of `.ts` in those paths: TypeScript renames only what is imported. */
export function renamedModuleUrls(code: string): string {
  return code.replaceAll(MODULE_URL, (whole, quote: string, path: string) =>
    path.endsWith('.ts')
      ? whole.replace(`${quote}${path}${quote}`, () => `${quote}${path.slice(0, -3)}.js${quote}`)
      : whole,
  );
}

/** `code` of a declaration file with `.js` in its relative imports, as every resolver reads them. */
export function renamedDeclarationImports(code: string): string {
  return code.replaceAll(/((?:\bfrom|\bimport\(|\bimport)\s*['"]\.{1,2}\/[^'"]+)\.ts(?=['"])/g, '$1.js');
}
