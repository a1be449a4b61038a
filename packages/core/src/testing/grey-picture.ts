import type { EncodedImage } from '../image/formats.ts';

/** A PNG of 64 × 64 pixels in one grey. */
const GREY =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAAAAACPAi4CAAAAKUlEQVR42u3MQREAAAwCIKMb3RD77SAA6VEEAoFAIBAIBAKBQCAQfA8G320AeXC6efoAAAAASUVORK5CYII=';

/** A harmless picture, for suites that need any picture. */
export function greyPicture(): EncodedImage {
  const bytes = Uint8Array.from(atob(GREY), (character) => character.charCodeAt(0));
  return { mediaType: 'image/png', width: 64, height: 64, bytes };
}
