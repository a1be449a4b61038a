/**
 * The path of a request, percent-decoded exactly once; undefined when it cannot be decoded or decodes to something
 * that another reader may decode again. Routes are compared with this text, and upstreams get the route's own path.
 */
export function decodePath(url: string): string | undefined {
  const { pathname } = new URL(url);
  if (!pathname.includes('%')) return pathname;
  try {
    const path = decodeURIComponent(pathname);
    return /[%?#\\]|[^\x20-\x7e]/.test(path) ? undefined : path;
  } catch {
    return undefined;
  }
}

/** The values of the `{…}` segments of `template` when `path` matches it exactly; undefined otherwise. */
export function matchPath(
  template: string,
  path: string,
  word = NAME,
): Readonly<Record<string, string>> | undefined {
  if (!template.includes('{')) return template === path ? {} : undefined;
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== value) return undefined;
    } else if (!word.test(value)) return undefined;
    else params[part.slice(1, -1)] = value;
  }
  return params;
}

/** Names of models and endpoints. A lone dot or a slash is excluded: it would change the path. */
const NAME = /^(?!\.+$)[\w.:-]{1,128}$/;

/** The query parameters a route knows, when their values are plain words; every other one is dropped. */
export function knownQuery(url: string, names: readonly string[]): string {
  const { searchParams } = new URL(url);
  const known = names.flatMap((name) => {
    const [value, ...more] = searchParams.getAll(name);
    return value !== undefined && more.length === 0 && /^[\w.-]{0,64}$/.test(value) ? [[name, value]] : [];
  });
  return known.length === 0 ? '' : `?${new URLSearchParams(known)}`;
}
