/** A UUID in its one written form, in capitals or small letters. */
export const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a text is a UUID, which has no room for words. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
