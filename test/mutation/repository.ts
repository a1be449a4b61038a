import { execFileSync } from 'node:child_process';

/** The files of the repository as they are on the disk, new ones too, relative to its root. */
export function filesOf(root: string): string[] {
  return git(root, ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'])
    .split('\n')
    .filter((file) => file !== '');
}

/** The lines of each file that are not as they were at a commit, uncommitted ones too. */
export function changedSince(root: string, ref: string): ReadonlyMap<string, ReadonlySet<number>> {
  return changedLines(
    git(root, ['diff', '--unified=0', '--no-color', '--no-ext-diff', '--find-renames', ref, '--']),
  );
}

/** The lines that a unified diff without context adds. */
export function changedLines(diff: string): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  let lines = new Set<number>();
  for (const line of diff.split('\n')) {
    const file = /^\+\+\+ b\/(.+)$/.exec(line)?.[1];
    if (file) {
      lines = new Set();
      found.set(file, lines);
    }
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    const start = Number(hunk?.[1]);
    for (let i = 0; hunk && i < Number(hunk[2] ?? 1); i++) lines.add(start + i);
  }
  return found;
}

/** How many commits count as changes when no release has a tag. */
const RECENT = 10;

/**
 * The commit from which on code counts as changed: the last release before this commit, or ten commits ago. Undefined
 * where there is no earlier commit, such as in a clone of depth 1 or outside a clone.
 */
export function changedFrom(root: string): string | undefined {
  const lines = (...args: string[]) => {
    try {
      return git(root, args).split('\n').filter(Boolean);
    } catch {
      return [];
    }
  };
  // A tag on this commit is the release in progress, so its changes count.
  const [release] = lines('describe', '--tags', '--abbrev=0', 'HEAD^');
  return release ?? lines('rev-list', '--first-parent', `--max-count=${RECENT}`, 'HEAD^').at(-1);
}

/** Every committed version of a file, the newest first; empty outside a clone. */
export function versionsOf(root: string, file: string): string[] {
  let commits: string[];
  try {
    commits = git(root, ['log', '--format=%H', '--diff-filter=AM', '--', file]).split('\n').filter(Boolean);
  } catch {
    return [];
  }
  return commits.map((commit) => git(root, ['show', `${commit}:${file}`]));
}

function git(root: string, args: readonly string[]): string {
  return execFileSync('git', [...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
