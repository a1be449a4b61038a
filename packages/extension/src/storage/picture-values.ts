import { parseImageCheck, parseVerdicts } from './image-check.ts';
import { parseKey } from './seal.ts';
import { parseRun } from './stored-run.ts';
import { storedValue } from './stored-value.ts';

// Values in the browser's storage that are about runs and pictures. A surface reads them after its form.

/** The current run, in any phase; every surface shows it. */
export const currentRun = storedValue('session', 'run', parseRun);
/** The last image check that was requested, with its verdict. */
export const imageCheck = storedValue('session', 'check', parseImageCheck);
/** Verdicts on pictures of pages, by the hash of their bytes and of their judge. */
export const keptVerdicts = storedValue('session', 'verdicts', parseVerdicts);
/** The key for originals; it ends with the browser session. */
export const sealingKey = storedValue('session', 'sealing-key', parseKey);
