// All that the page asks the proxy, in one file to load.
export { generate } from '../screen/client/generate.ts';
export { readGenerators } from '../screen/client/generators.ts';
export { readPolicy } from '../screen/client/policy.ts';
