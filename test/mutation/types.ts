import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { API } from 'typescript/unstable/sync';

/** Diagnostics of `tsconfig.base.json` beside type errors: unused or unreachable code. */
const TIDINESS = new Set([6133, 6138, 6192, 6196, 6198, 6199, 7027]);

/** A compiler that is asked about modules whose text is not on the disk. */
export interface Types {
  /** Whether a module with this text still type-checks. */
  accepts(path: string, source: string): boolean;
  close(): void;
}

/**
 * Asks TypeScript itself, in one process that keeps each package's program: some 30 ms a mutant.
 * A mutant that does not compile cannot be landed, so no test needs to notice it.
 */
export function createTypes(root: string): Types {
  let served: { path: string; source: string } | undefined;
  const api = new API({
    cwd: root,
    fs: { readFile: (path) => (path === served?.path ? served.source : undefined) },
  });
  const opened = new Set<string>();
  return {
    accepts(path, source) {
      const config = configOf(path);
      const before = served?.path;
      served = { path, source };
      const changed = before === undefined || before === path ? [path] : [before, path];
      const snapshot = api.updateSnapshot({
        fileChanges: { changed },
        ...(opened.has(config) ? {} : { openProjects: [config] }),
      });
      opened.add(config);
      try {
        const program = snapshot.getProject(config)?.program;
        if (!program) throw new Error(`TypeScript did not open ${config}.`);
        const found = [...program.getSyntacticDiagnostics(path), ...program.getSemanticDiagnostics(path)];
        return found.every(({ code }) => TIDINESS.has(code));
      } finally {
        snapshot.dispose();
      }
    },
    close: () => api.close(),
  };
}

function configOf(path: string): string {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const config = join(folder, 'tsconfig.json');
    if (existsSync(config)) return config;
  }
  throw new Error(`${path} is in no folder with a tsconfig.json.`);
}
