/** The proxy on Node: its log, its server. */
export { createOffers, type GeneratorOffers } from '../../api/offers.ts';
export { DISCOVERED_PORTS, type Discovered, discover, portsOf } from '../discover.ts';
export { generatorOf } from '../generators.ts';
export { logObservations } from '../log-observations.ts';
export { upstreamsOf } from '../upstreams.ts';
export { type KeptParts, keepParts } from './keep-parts.ts';
export { createLog } from './log.ts';
export { isLoopback, type NodeOptions, type RunningServer, startServer } from './start-server.ts';
