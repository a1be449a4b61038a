import { writeSync } from 'node:fs';

/** For `node --import`: writes the peak of resident memory, in KiB, to standard error when the process ends. */
process.on('exit', () => writeSync(2, `peak ${process.resourceUsage().maxRSS}\n`));
