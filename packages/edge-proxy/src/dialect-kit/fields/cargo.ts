import { isObject, type Json } from '../../wire/json/strict-json.ts';
import { couldBeEncoded, couldBeEncodedTogether } from './encoded.ts';

/** Content that a server would open, and that no check has seen. */
export type Cargo = 'picture' | 'address' | 'path';

/** The name of each kind of cargo in a refusal. */
export const CARGO_NAMES: Readonly<Record<Cargo, string>> = {
  picture: 'an encoded picture',
  address: 'an address',
  path: 'a path of the server',
};

/** From this many numbers on, a list could be a picture: the smallest icon has more. */
const MOST_NUMBERS = 16;
/** A byte as text, in decimal or hexadecimal digits. */
const SHORT_NUMBER = /^\s*(0x)?[\da-f]{1,3}\s*$/i;
/** Longest text of a field without a description. */
const LONGEST_TEXT = 1_000;

/** The kind of cargo that a value without a role could be; undefined for words, numbers and booleans. */
export function cargoOf(value: Json): Cargo | undefined {
  return findCargo(value, '')?.cargo;
}

/** The kind of cargo anywhere in a value, with the path of its field. Positions in lists are not part of a path. */
export function findCargo(
  value: Json,
  path: string,
): { readonly cargo: Cargo; readonly path: string } | undefined {
  const strings: string[] = [];
  let numbers = 0;
  const found = (cargo: Cargo | undefined, at: string) => (cargo ? { cargo, path: at } : undefined);
  const visit = (each: Json, at: string): ReturnType<typeof found> => {
    if (typeof each === 'string') {
      strings.push(each);
      if (SHORT_NUMBER.test(each) && ++numbers > MOST_NUMBERS) return found('picture', at);
      return found(cargoOfText(each), at);
    }
    if (typeof each === 'number' && ++numbers > MOST_NUMBERS) return found('picture', at);
    if (Array.isArray(each)) return firstOf(each, (inner) => visit(inner, at));
    if (!isObject(each)) return undefined;
    return (
      firstOf(Object.keys(each), (key) => visit(key, at)) ??
      firstOf(Object.entries(each), ([key, inner]) => visit(inner, `${at}.${key}`))
    );
  };
  return visit(value, path) ?? found(couldBeEncodedTogether(strings) ? 'picture' : undefined, path);
}

function firstOf<Value, Found>(
  values: readonly Value[],
  visit: (value: Value) => Found | undefined,
): Found | undefined {
  for (const value of values) {
    const found = visit(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Schemes that may also be written without slashes. `flux:latest` is the name of a model. */
const SCHEME =
  /^(https?|ftps?|sftp|file|data|blob|s3|gs|gcs|az|abfss?|wasbs?|hf|ipfs|ipns|ssh|git|smb|nfs|wss?|magnet|urn|oss|r2|hdfs|dbfs|asset|javascript|mailto):/i;
const AUTHORITY =
  /[a-z][a-z\d+.-]*:[/\\]{2}|^[/\\]{2}[\w[]|^www\.|^\d{1,3}(\.\d{1,3}){3}([:/]|$)|^localhost\b/i;
/** A server opens no address without a scheme, but the person may have meant one. */
const HOST = /^([\w-]+\.)+[a-z]{2,}(:\d+)?[/?]/i;
const ABSOLUTE = /^(\/[^/\s]|~[\w]*[/\\]|\.{1,2}[/\\]|[a-z]:[/\\]|\\)|[/\\]\.\.?[/\\]/i;
const PICTURE_FILE =
  /\.(png|apng|jpe?g|jfif|webp|gif|bmp|tiff?|svgz?|avif|hei[cf]|jxl|ico|psd|pdf|mp4|webm|mov|mkv|avi)\s*$/i;
const PERCENT = /%[\da-f]{2}/i;

/** The form of a name that would be refused in other fields. */
export type NameForm =
  /** A model, whose name may begin as a host does: `flux.dev/x.safetensors`, `hf.co/owner/model`. */
  | 'model'
  /** A file by its name alone, such as `image.png`. */
  | 'file';

/** The kind of cargo that one text could be. */
export function cargoOfText(text: string, form?: NameForm): Cargo | undefined {
  const seen = text.replace(/^[\s\p{Cc}\p{Cf}"'<(]+/u, '');
  if (text.length > LONGEST_TEXT || couldBeEncoded(text) || /^data:/i.test(seen)) return 'picture';
  if (SCHEME.test(seen) || AUTHORITY.test(seen)) return 'address';
  // A model's name has no query and no fragment.
  if (HOST.test(seen) && (form !== 'model' || /[?#]/.test(seen))) return 'address';
  if (ABSOLUTE.test(seen) || (form === 'file' ? /[/\\]/ : PICTURE_FILE).test(seen)) return 'path';
  if (!PERCENT.test(seen)) return undefined;
  const decoded = percentDecoded(seen);
  return decoded === seen ? undefined : cargoOfText(decoded, form);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
