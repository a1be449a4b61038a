import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { completeConfig, engineOf } from '@shoji/edge-proxy';
import { configFromEnvironment, type Environment, loadConfig } from '@shoji/edge-proxy/config';
import {
  createLog,
  createOffers,
  generatorOf,
  isLoopback,
  keepParts,
  logObservations,
  type RunningServer,
  startServer,
  upstreamsOf,
} from '@shoji/edge-proxy/node';
import { sharpCodec, withBlockedPictures } from '@shoji/pixels';
import { describeEngine } from '../../engine/describe-engine.ts';
import { embeddedDefaults } from '../../engine/embedded-defaults.ts';
import { parsePort, parseSeconds } from '../../options.ts';
import { CliError, EXIT } from '../../terminal/exit.ts';
import { findServers } from './find-servers.ts';
import type { ServeFlags } from './flags.ts';
import { forwardsOfASignal, npmChain, whenOneEnds } from './npm-chain.ts';

/** More than most images need; a supervisor must wait longer before it kills the server. */
const DEFAULT_GRACE_SECONDS = 60;
const DEFAULT_PORT = 8787;
/** A package manager forwards a signal within this time, in milliseconds; on a busy machine that has taken a second. */
const FORWARDED_WITHIN_MS = 5_000;
/** Built by `npm run build:page`; a packed package holds it. */
const PAGE = fileURLToPath(new URL('../../../page', import.meta.url));

/**
 * Serves until the process is told to stop, and resolves when the last request is answered.
 * @throws CliError when the address is not available or would be public.
 */
export async function serve(flags: ServeFlags): Promise<void> {
  const env = withFlags(process.env, flags);
  const host = flags.host ?? (env.HOST || '127.0.0.1');
  const port = flags.port ?? portOf(env);
  const configured = configFromEnvironment(env, await loadConfig(process.cwd(), flags.config));
  const named = env.SHOJI_GENERATOR ? generatorOf(env.SHOJI_GENERATOR) : configured.generator;
  const found = await findServers(env, {
    isNamed: named !== undefined,
    isPrivate: isLoopback(host) && (configured.access?.keys ?? []).length === 0,
  });
  const generator = named ?? found.generator;
  const complete = completeConfig({ ...configured, ...(generator && { generator }) }, embeddedDefaults());
  const config = { ...complete, image: withBlockedPictures(complete.image, configured.blocked) };
  assertGuarded(host, config.access.keys, flags.insecure ?? env.SHOJI_INSECURE === '1');

  const upstreams = [...config.upstreams, ...upstreamsOf(found.upstreams)];
  const log = createLog();
  const engine = engineOf(config, sharpCodec({ animations: config.animations }), logObservations(log));
  const offers = found.offers.length > 0 ? createOffers(engine.generator, found.offers) : undefined;
  const page = existsSync(`${PAGE}/index.html`) ? PAGE : undefined;
  const server = await startServer({
    engine,
    access: config.access,
    upstreams,
    ...(offers && { offers }),
    log,
    host,
    port,
    ...(page && { page }),
  }).catch((error: unknown) => {
    throw listenError(error, host, port);
  });
  for (const line of describeEngine(engine)) console.log(line);
  for (const { name } of upstreams) console.log(`upstream   ${name}`);
  if (found.line) console.log(found.line);
  if (!page) console.log('page       not built; run `npm run build:page`');
  console.log(`Shoji is at ${server.url}`);

  const stopped = untilStopped(server, graceOf(env));
  const parts = keepParts(engine, log);
  await stopped;
  await parts.close();
}

function withFlags(env: Environment, flags: ServeFlags): Environment {
  return {
    ...env,
    ...(flags.policy && { SHOJI_POLICY: flags.policy }),
    ...(flags.key && { SHOJI_KEYS: flags.key.join(',') }),
    ...(flags.generator && { SHOJI_GENERATOR: flags.generator }),
    ...(flags.sagemaker && { SHOJI_SAGEMAKER_ENDPOINT: flags.sagemaker }),
    ...(flags.comprehend && { SHOJI_COMPREHEND_ENDPOINT_ARN: flags.comprehend }),
    ...(flags.discover === false && { SHOJI_NO_DISCOVER: '1' }),
    ...(flags.upstream && { SHOJI_UPSTREAMS: flags.upstream.join(',') }),
    ...(flags.grace !== undefined && { SHOJI_GRACE: String(flags.grace) }),
    ...(flags.blocked && { SHOJI_BLOCKED: flags.blocked }),
    ...(flags.rekognition && { SHOJI_REKOGNITION_REGION: flags.rekognition }),
  };
}

/** Milliseconds for running requests to end after a stop signal. */
function graceOf(env: Environment): number {
  if (!env.SHOJI_GRACE) return DEFAULT_GRACE_SECONDS * 1_000;
  try {
    return parseSeconds(env.SHOJI_GRACE) * 1_000;
  } catch {
    throw new CliError(
      `SHOJI_GRACE is ${JSON.stringify(env.SHOJI_GRACE)}. Give a number of seconds from 0 to 3600.`,
    );
  }
}

function portOf(env: Environment): number {
  if (!env.PORT) return DEFAULT_PORT;
  try {
    return parsePort(env.PORT);
  } catch {
    throw new CliError(`PORT is ${JSON.stringify(env.PORT)}. Give a number from 0 to 65535.`);
  }
}

/** Every caller spends the operator's money, so other machines need a key. */
function assertGuarded(host: string, keys: readonly string[], insecure: boolean): void {
  if (isLoopback(host) || keys.length > 0 || insecure) return;
  throw new CliError(
    `${host} can be reached from other machines, and no key is set, so anyone could call it.\n` +
      'Set one with --key or SHOJI_KEYS, or listen on 127.0.0.1; --insecure allows access without a key.',
  );
}

function listenError(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const why: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use. Stop the process that listens there, or choose another port: --port ${port + 1}`,
    EACCES: `Port ${port} on ${host} cannot be opened: permission denied. Choose a port above 1023: --port ${DEFAULT_PORT}`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Try --host 127.0.0.1`,
    ENOTFOUND: `${host} is not an address of this machine. Try --host 127.0.0.1`,
  };
  const message = why[code ?? ''];
  return message === undefined ? error : new CliError(message, EXIT.failure, { cause: error });
}

function untilStopped(server: RunningServer, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A reader of our output, such as `tee`, ends with the signal too; running requests must not.
    process.stdout.removeAllListeners('error').on('error', () => {});
    const chain = npmChain();
    let forwards = forwardsOfASignal(chain);
    let since: number | undefined;
    const begin = () => {
      since = performance.now();
      console.log('Finishing running requests. Repeat the signal to end at once.');
      void server.stop(graceMs).then(resolve);
    };
    const stop = (signal: NodeJS.Signals) => {
      if (since === undefined) return begin();
      if (performance.now() - since < FORWARDED_WITHIN_MS && forwards-- > 0) return;
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    whenOneEnds(chain, () => {
      if (since === undefined) begin();
    });
  });
}
