/** The operator's configuration: its file and the environment. It loads neither the server, nor a dialect, nor sharp. */
export { defineConfig, peopleRules, type ShojiConfig } from '../../config.ts';
export { ConfigError } from './config-error.ts';
export { configFromEnvironment, type Environment } from './environment.ts';
export { loadConfig } from './load-config.ts';
