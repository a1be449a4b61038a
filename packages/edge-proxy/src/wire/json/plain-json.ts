/** Whether a body's headers promise uncompressed JSON in UTF-8, the only thing that is read the same way everywhere. */
export function isPlainJson(type: string | undefined, encoding: string | undefined): boolean {
  const isJson = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type ?? '');
  return isJson && (encoding === undefined || encoding === '' || encoding === 'identity');
}
