/** The proxy on Node: its configuration, its log, its server. */
export { causeOf } from '../cause.ts';
export { ConfigError } from '../config-error.ts';
export { configFromEnvironment, type Environment } from '../environment.ts';
export { loadConfig } from '../load-config.ts';
export { logObservations } from '../log-observations.ts';
export { upstreamsOf } from '../upstreams.ts';
export { createLog } from './log.ts';
export { isLoopback, type NodeOptions, type RunningServer, startServer } from './start-server.ts';
export { warmUp } from './warm-up.ts';
