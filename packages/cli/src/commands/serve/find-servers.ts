import type { ImageGenerator } from '@shoji/core';
import type { Environment } from '@shoji/edge-proxy/config';
import { DISCOVERED_PORTS, type Discovered, discover, portsOf } from '@shoji/edge-proxy/node';
import { CliError } from '../../terminal/exit.ts';

/** The image servers of this machine, and what is done with them. */
export interface FoundServers {
  /** The generator by `--upstream auto`. */
  readonly generator: ImageGenerator | undefined;
  /** The upstreams that are left to set up, as `SHOJI_UPSTREAMS` names them. */
  readonly upstreams: string;
  /** Offered to the person at the page. */
  readonly offers: readonly Discovered[];
  /** Says that this machine was looked at, what was found, and how to turn it off. */
  readonly line: string | undefined;
}

/** The facts that are known before looking. */
interface Situation {
  /** Whether the operator has named a generator. */
  readonly isNamed: boolean;
  /** Whether only this machine reaches the proxy, without a key: then the person at the page is the operator. */
  readonly isPrivate: boolean;
}

/** The upstream that stands for all image servers of this machine. */
const AUTO = 'auto';

/**
 * Looks for image servers on this machine: to offer them at the page, or for `--upstream auto`, which generates with
 * the first one and proxies one of each protocol.
 * @throws CliError when `auto` finds none.
 */
export async function findServers(
  env: Environment,
  { isNamed, isPrivate }: Situation,
): Promise<FoundServers> {
  const entries = (env.SHOJI_UPSTREAMS ?? '').split(',').map((entry) => entry.trim());
  const upstreams = entries.filter((entry) => entry !== AUTO);
  const isAuto = entries.includes(AUTO);
  const isOff = env.SHOJI_NO_DISCOVER === '1' || isNamed || !isPrivate;
  if (!isAuto && isOff)
    return { generator: undefined, upstreams: upstreams.join(), offers: [], line: undefined };

  const further = portsOf(env.SHOJI_DISCOVER_PORTS);
  const found = await discover(further);
  const ports = [...DISCOVERED_PORTS, ...further].join(', ');
  // A server without a checkpoint is used only where there is no other.
  const first = found.find(({ hasModel }) => hasModel) ?? found[0];
  const names = found.map(({ name }) => name).join(', ');
  if (!isAuto) {
    const what =
      first === undefined
        ? `no image server on this machine (ports ${ports})`
        : `${names}; choose it on the page, or start with --upstream auto`;
    return {
      generator: undefined,
      upstreams: upstreams.join(),
      offers: found,
      line: `found      ${what}. --no-discover switches this off.`,
    };
  }
  if (first === undefined)
    throw new CliError(
      `--upstream auto: no image server answers on this machine (ports ${ports}). Start one, or name its address: --generator comfyui=http://127.0.0.1:8188`,
    );
  const byProtocol = new Map(found.toReversed().map(({ protocol, url }) => [protocol, `${protocol}=${url}`]));
  return {
    generator: first.generator,
    upstreams: [...upstreams, ...byProtocol.values()].join(),
    offers: [],
    line: `found      ${names}`,
  };
}
