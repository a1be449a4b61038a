/** Actions of a traced program that leave files behind, identify the machine, or use the network. */
export interface Traces {
  /** Paths that were written, made, linked or renamed to, sorted. */
  readonly written: readonly string[];
  /** Paths asked for that hold an identity of the machine, found or not. */
  readonly identities: readonly string[];
  /** Addresses outside loopback, name servers and local services that were contacted, such as `203.0.113.5:443`. */
  readonly contacted: readonly string[];
}

/** Identities of a machine: its id, boot id, board and serial numbers, network cards. */
const IDENTITY =
  /machine-id|\/dmi\/|boot_id|\/hostid\b|product_uuid|product_serial|\/sys\/class\/net\/[^/]+\/address|\/disk\/by-(?:id|uuid)/;
const MAKES =
  /^(?:creat|mkdir|mkdirat|mknod|mknodat|rename|renameat|renameat2|link|linkat|symlink|symlinkat)$/;
const SPEAKS = /^(?:connect|sendto|sendmsg|sendmmsg)$/;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const CALL = /^(?<name>\w+)\((?<args>.*)\)\s+= (?<answer>.*)$/;
/** A path as an argument, with the folder that it is relative to where strace names one. */
const PATH = /(?:(?:AT_FDCWD|\d+)<(?<folder>[^>]*)>, )?"(?<path>(?:[^"\\]|\\.)*)"/g;

/** Reads what `strace -ff -y -e trace=%file,%network` wrote about one thread, or about several one after the other. */
export function readTrace(log: string): Traces {
  const written = new Set<string>();
  const identities = new Set<string>();
  const contacted = new Set<string>();
  for (const line of log.split('\n')) {
    const { name = '', args = '', answer = '' } = CALL.exec(line)?.groups ?? {};
    const paths = [...args.matchAll(PATH)].map(({ groups }) => absolute(groups?.folder, groups?.path ?? ''));
    for (const path of paths) if (IDENTITY.test(path)) identities.add(path);
    if (SPEAKS.test(name)) for (const address of addressesOf(args)) contacted.add(address);
    if (answer.startsWith('-1') || answer.startsWith('?')) continue;
    const opened = /^open(?:at2?)?$/.test(name) && /\bO_(?:CREAT|WRONLY|RDWR|TMPFILE)\b/.test(args);
    if (opened || MAKES.test(name)) {
      // Of two paths the second is the new one; the result of an open has the absolute path.
      const path = /^\d+<(.*)>$/.exec(answer)?.[1] ?? paths.at(-1);
      if (path !== undefined) written.add(path);
    }
  }
  return {
    written: [...written].sort(),
    identities: [...identities].sort(),
    contacted: [...contacted].sort(),
  };
}

function absolute(folder: string | undefined, path: string): string {
  return path.startsWith('/') || folder === undefined ? path : `${folder}/${path}`;
}

/** The addresses in a call that are not plain loopback. A name server is one even on loopback, and so is a local service. */
function addressesOf(args: string): string[] {
  const local = [...args.matchAll(/sun_path=@?"([^"]*)"/g)].map(([, path = '']) => `unix:${path}`);
  const remote = [
    ...args.matchAll(/sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]*)"/g),
  ].flatMap(([, port = '', host = '']) => (LOOPBACK.test(host) && port !== '53' ? [] : [`${host}:${port}`]));
  return [...local, ...remote];
}
