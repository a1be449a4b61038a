import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Module {
  /** Path from the repository's root. */
  readonly file: string;
  readonly lines: number;
  /** Its source without comments. */
  readonly code: string;
  /** Its imports: repository paths for relative imports, package names with subpaths for the others. */
  readonly imports: readonly string[];
}

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]+)['"]/g;

function modulesOf(folder: string): Module[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        /\.(ts|tsx)$/.test(name) &&
        !/(node_modules\/.*|\.test\.tsx?|\.test-helper\.ts|\.generated\.ts|\.d\.ts)$/.test(name),
    )
    .map((name) => {
      const file = join(folder, name);
      const text = readFileSync(join(root, file), 'utf8');
      const code = text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/gm, '');
      const imports = [...code.matchAll(IMPORT)].map(([, target = '']) =>
        target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target,
      );
      return { file, lines: text.split('\n').length, code, imports };
    });
}

const core = modulesOf('packages/core/src');
const proxy = modulesOf('packages/edge-proxy/src');
const extension = modulesOf('packages/extension/src');
const packages = readdirSync(join(root, 'packages'));
const all = packages.flatMap((name) => modulesOf(`packages/${name}/src`));

/** Imports, as `file → target`, for which `isWrong` is true. */
function wrongImports(
  modules: readonly Module[],
  isWrong: (target: string, file: string) => boolean,
): string[] {
  return modules.flatMap(({ file, imports }) =>
    imports.filter((target) => isWrong(target, file)).map((target) => `${file} → ${target}`),
  );
}

/** The layer of a path: the first entry of `layers` (lowest first) that has a prefix of it; -1 for none. */
function layerOf(path: string, layers: readonly (readonly string[])[]): number {
  return layers.findIndex((prefixes) => prefixes.some((prefix) => path.startsWith(prefix)));
}

function upwardImports(
  modules: readonly Module[],
  base: string,
  layers: readonly (readonly string[])[],
): string[] {
  const placed = layers.map((names) => names.map((name) => join(base, name)));
  return wrongImports(modules, (target, file) => {
    const [from, to] = [layerOf(file, placed), layerOf(target, placed)];
    return from >= 0 && to > from;
  });
}

/** Matches of `pattern` in the code of modules outside `places`, as `file: match`. */
function foundElsewhere(modules: readonly Module[], pattern: RegExp, places: readonly string[]): string[] {
  return modules
    .filter(({ file }) => !places.some((place) => file.startsWith(place)))
    .flatMap(({ file, code }) => [...code.matchAll(pattern)].map(([what]) => `${file}: ${what}`));
}

/** Everything that a module imports, and that these import. */
function reachedFrom(start: string, modules: readonly Pick<Module, 'file' | 'imports'>[]): Set<string> {
  const byFile = new Map(modules.map((module) => [module.file, module.imports]));
  const reached = new Set<string>();
  const visit = (file: string) => {
    for (const target of byFile.get(file) ?? []) {
      if (reached.has(target)) continue;
      reached.add(target);
      visit(target);
    }
  };
  visit(start);
  return reached;
}

describe('packages', () => {
  it('import downwards only, and each other by name', () => {
    const layers = [
      ['core'],
      ['capacity', 'pixels'],
      ['aws', 'embedded', 'sample-generator', 'ai-sdk', 'judges'],
      ['edge-proxy', 'curator'],
      ['cli', 'extension'],
    ];
    expect(layers.flat().toSorted()).toEqual(packages.toSorted());
    const layer = (name: string) => layers.findIndex((names) => names.includes(name));
    const wrong = (target: string, file: string) => {
      const [, own = ''] = file.split('/');
      const [, other = own] = /^(?:@shoji|packages)\/([\w-]+)/.exec(target) ?? [];
      return other !== own && (!target.startsWith('@shoji/') || layer(other) >= layer(own));
    };
    expect(wrongImports(all, wrong)).toEqual([]);
  });

  it('export every path that other packages import', () => {
    const entries = new Set(
      packages.flatMap((name) => {
        const manifest: unknown = JSON.parse(
          readFileSync(join(root, `packages/${name}/package.json`), 'utf8'),
        );
        const { exports } = manifest as { exports?: Record<string, unknown> };
        return Object.keys(exports ?? {}).map((entry) => join('@shoji', name, entry));
      }),
    );
    expect(wrongImports(all, (target) => target.startsWith('@shoji/') && !entries.has(target))).toEqual([]);
  });
});

describe('every package', () => {
  it('has at most fifteen source files in a folder', () => {
    const folders = Map.groupBy(all, ({ file }) => dirname(file));
    const crowded = [...folders].filter(([, files]) => files.length > 15);
    expect(crowded.map(([folder, files]) => `${folder}: ${files.length} files`)).toEqual([]);
  });

  it('has no import cycles between files, type imports included', () => {
    const circles = all.filter(({ file }) => reachedFrom(file, all).has(file)).map(({ file }) => file);
    expect(circles).toEqual([]);
  });
});

describe('core', () => {
  it('is pure: it imports only itself and zod/mini', () => {
    const outside = (target: string) => !target.startsWith('packages/core/src/') && target !== 'zod/mini';
    expect(wrongImports(core, outside)).toEqual([]);
  });

  const base = 'packages/core/src/';
  /** Lowest first: each room imports the rooms before it and no other. */
  const rooms = [
    'vocabulary',
    'time',
    'phrases',
    'image',
    'policy',
    'sealed',
    'ports',
    'text',
    'screen',
    'generation',
    'wire',
    'testing',
  ];
  const roomOf = (path: string) => path.slice(base.length).split('/')[0] ?? '';

  it('has the rooms of the design, and each imports only the rooms below it', () => {
    const inRooms = core.filter(({ file }) => file !== `${base}index.ts`);
    expect(inRooms.map(({ file }) => roomOf(file)).filter((room) => !rooms.includes(room))).toEqual([]);
    const upward = (target: string, file: string) =>
      target.startsWith(base) && rooms.indexOf(roomOf(target)) > rooms.indexOf(roomOf(file));
    expect(wrongImports(inRooms, upward)).toEqual([]);
  });

  it('has ports that do not import the engine', () => {
    const ports = core.filter(({ file }) => file.startsWith(`${base}ports/`));
    expect(ports.length).toBeGreaterThan(0);
    const above = /^packages\/core\/src\/(screen|testing)\/|\/engine\.ts$/;
    const reached = ports.flatMap(({ file }) => [...reachedFrom(file, core)]);
    expect(reached.filter((target) => above.test(target))).toEqual([]);
  });
});

describe('screening', () => {
  const judging = 'packages/core/src/screen/';
  const testing = 'packages/core/src/testing/';

  it('is the only caller of the functions that judge', () => {
    const names =
      /\b(?:judgePrompt|judgeImage|coverImage|runCheck|matchEvery|classifyEvery|observeRuns?|explainVerdict)\b/g;
    expect(foundElsewhere(all, names, [judging])).toEqual([]);
  });

  it('is the only caller of checks and of image codecs', () => {
    // A call, also an optional one, or a reference to the method for a call elsewhere.
    const asks = /\.(?:classify|moderate|normalise|blur)\s*(?:\?\.\s*)?(?:\(|\.(?:bind|call|apply)\b)/g;
    const taken = /\{[^{}]*\b(?:classify|moderate|normalise|blur)\b[^{}]*\}\s*=(?!>|\s*clock\.timings\b)/g;
    const places = [
      judging,
      testing,
      // Checks that combine other checks.
      'packages/embedded/src/prompt/classifier.ts',
      'packages/judges/src/escalate.ts',
      // sharp's own method.
      'packages/pixels/src/',
      // Holds back how many pictures are decoded at once.
      'packages/curator/src/dataset/judge.ts',
      // Draws small pictures for a curator's report, blurred there as the scan found them.
      'packages/curator/src/dataset/report/thumbnails.ts',
      // Underlines words as a person types; its findings decide about nothing.
      'packages/extension/src/lint/',
    ];
    expect(foundElsewhere(all, asks, places)).toEqual([]);
    expect(foundElsewhere(all, taken, places)).toEqual([]);
  });

  it('is the only caller of rules', () => {
    // A match against a regular expression is not a rule.
    const asks = /\.match\s*(?:\?\.\s*)?\((?!\s*\/)|\.match\.(?:bind|call|apply)\b/g;
    const places = [
      judging,
      testing,
      // The matcher, which rules are built on.
      'packages/core/src/text/rules.ts',
      // A moderator, which screening asks: it judges the words of pictures.
      'packages/core/src/text/words-in-pictures.ts',
      'packages/cli/src/commands/lexicon/show.ts',
      'packages/cli/src/commands/lexicon/test-prompt.ts',
      // Rules that are reloaded from a file.
      'packages/embedded/src/prompt/terms.ts',
      // Rules for names, which are rules with another score.
      'packages/core/src/text/people/named-people.ts',
      'packages/extension/src/lint/',
    ];
    expect(foundElsewhere(all, asks, places)).toEqual([]);
  });

  it('comes before the only caller of generators', () => {
    const asks = /\.generate\s*(?:\?\.\s*)?(?:\(|\.(?:bind|call|apply)\b)/g;
    const place = 'packages/core/src/generation/generate-attempt.ts';
    // The extension asks the proxy.
    expect(foundElsewhere(all, asks, [place, testing, 'packages/extension/'])).toEqual([]);
  });

  it('is the only code that seals, in the folder of the seals', () => {
    const seals = /\b(?:sealPrompt|sealImage)\b/g;
    expect(foundElsewhere(all, seals, [judging, 'packages/core/src/sealed/'])).toEqual([]);
    const room =
      /\bexport (?:class|type|interface) (?:UnscreenedImage|NormalisedImage|ScreenedImage|ScreenedPrompt)\b/g;
    expect(foundElsewhere(all, room, ['packages/core/src/sealed/'])).toEqual([]);
  });
});

describe('edge-proxy', () => {
  it('has no import cycles between folders, type imports included', () => {
    // The files of a folder that holds other folders count one by one.
    const shelves = new Set(proxy.map(({ file }) => dirname(dirname(file))));
    const roomOf = (file: string) => (shelves.has(dirname(file)) ? file : dirname(file));
    const rooms = [...Map.groupBy(proxy, ({ file }) => roomOf(file))].map(([room, modules]) => ({
      file: room,
      imports: modules.flatMap(({ imports }) => imports.map(roomOf)).filter((target) => target !== room),
    }));
    expect(rooms.filter(({ file }) => reachedFrom(file, rooms).has(file)).map(({ file }) => file)).toEqual(
      [],
    );
  });

  it('imports downwards only', () => {
    const layers = [
      ['wire/'],
      ['access/'],
      ['dialect-kit/'],
      ['api/', 'dialects/'],
      ['generators/'],
      ['app.ts', 'config.ts'],
      ['runtime/'],
      ['testing/'],
    ];
    expect(upwardImports(proxy, 'packages/edge-proxy/src', layers)).toEqual([]);
  });

  it('opens the answers of upstreams only where they are read into JSON, events and pictures', () => {
    const places = ['read-answer.ts', 'http-answer.ts', 'openai/answer.ts'];
    const opened = foundElsewhere(proxy, /\bopenAnswer\b/g, []).filter(
      (found) => !places.some((place) => found.includes(`/${place}:`)),
    );
    expect(opened).toEqual([]);
  });

  it('imports sharp in the package pixels only', () => {
    const elsewhere = (target: string, file: string) =>
      target === 'sharp' && !file.startsWith('packages/pixels/');
    expect(wrongImports(all, elsewhere)).toEqual([]);
  });

  it('loads ONNX Runtime only in the module that switches its telemetry off', () => {
    const home = 'packages/embedded/src/onnx-runtime.ts';
    const others = ['test', 'scripts', 'examples'].flatMap(modulesOf);
    const elsewhere = (target: string, file: string) => target.startsWith('onnxruntime') && file !== home;
    expect(wrongImports([...all, ...others], elsewhere)).toEqual([]);
  });

  it('imports the AWS SDK only in the package aws, and in curator/aws/ for data sets and training', () => {
    const elsewhere = (target: string, file: string) =>
      target.startsWith('@aws-sdk/') && !/^packages\/(?:aws|curator\/src\/aws)\//.test(file);
    expect(wrongImports(all, elsewhere)).toEqual([]);
  });
});

describe('dialects', () => {
  it('have an index and a table of fields each, and import nothing of each other', () => {
    const base = 'packages/edge-proxy/src/dialects/';
    const dialectOf = (path: string) => path.slice(base.length).split('/')[0] ?? '';
    const files = new Set(proxy.map(({ file }) => file).filter((file) => file.startsWith(base)));
    const names = [...new Set([...files].map(dialectOf))];
    const wanted = names.flatMap((name) => ['index.ts', 'fields.ts'].map((file) => `${base}${name}/${file}`));
    expect(names).toContain('comfyui');
    expect(wanted.filter((file) => !files.has(file))).toEqual([]);
    // Bedrock and containers answer for the same Stability models, in the same JSON.
    const across = (target: string, file: string) =>
      file.startsWith(base) &&
      target.startsWith(base) &&
      dialectOf(target) !== dialectOf(file) &&
      !(dialectOf(file) === 'bedrock' && dialectOf(target) === 'sagemaker');
    expect(wrongImports(proxy, across)).toEqual([]);
  });

  it('make every answer in the code that sets its headers', () => {
    const folders = ['dialects/', 'dialect-kit/', 'wire/'].map((name) => `packages/edge-proxy/src/${name}`);
    const makers = proxy
      .filter(({ file }) => folders.some((folder) => file.startsWith(folder)))
      .filter(({ file }) =>
        /\bResponse\.json\(|\bnew Response\(/.test(readFileSync(join(root, file), 'utf8')),
      )
      .map(({ file }) => file.split('/').at(-1));
    // The form reader makes a Response so that the runtime parses the client's body.
    expect(makers).toEqual(['answer-body.ts', 'read-form.ts']);
  });
});

describe('ai-sdk', () => {
  it('imports only core, the AI SDK’s provider types and zod', () => {
    const allowed =
      /^(?:packages\/ai-sdk\/src\/.*|@ai-sdk\/provider|zod\/mini|@shoji\/core(?:\/(?!unseal|testing)\w+)?)$/;
    const outside = (target: string) => !allowed.test(target);
    expect(wrongImports(modulesOf('packages/ai-sdk/src'), outside)).toEqual([]);
  });
});

describe('extension', () => {
  it('has surfaces that import the screen, and a screen that imports no surface', () => {
    const door = /^packages\/extension\/src\/(popup|sidepanel|page|options|background)\//;
    const wrong = (target: string, file: string) =>
      file.startsWith('packages/extension/src/screen/') && door.test(target);
    expect(wrongImports(extension, wrong)).toEqual([]);
  });

  it('imports no module of Node', () => {
    expect(wrongImports(extension, (target) => target.startsWith('node:'))).toEqual([]);
  });
});

describe('everywhere', () => {
  it('opens unscreened pictures only where they are decoded or judged', () => {
    const opens = /\b(?:openUnscreened|openShown|openJudged)\b|\/unseal\b/g;
    const places = [
      'packages/core/src/sealed/',
      'packages/core/src/screen/cover-image.ts',
      'packages/core/src/screen/moderate-views.ts',
      'packages/core/src/testing/',
      'packages/edge-proxy/src/testing/',
      'packages/pixels/src/',
    ];
    expect(foundElsewhere(all, opens, places)).toEqual([]);
  });

  it('has no file over the length limit', () => {
    expect(
      all.filter(({ lines }) => lines > 400).map(({ file, lines }) => `${file}: ${lines} lines`),
    ).toEqual([]);
  });
});
