import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from '@microsoft/api-extractor';
import { SOURCE_CONDITION } from '../source-condition.ts';
import type { WorkspacePackage } from './workspace.ts';

/** A problem in the report of one entry point. */
export interface ApiChange {
  /** As it is imported, e.g. `@shoji/core/testing`. */
  readonly entry: string;
  /** The report in the repository. */
  readonly report: string;
}

/**
 * Compares the declarations in `dist` with the checked-in reports of the public API, `api/<entry>.api.md` of the package.
 * The package must have been built.
 * @param update Write the reports anew instead of only comparing.
 * @returns The entry points whose report was not up to date.
 */
export function apiChanges(pack: WorkspacePackage, update: boolean): ApiChange[] {
  return Object.entries(pack.manifest.exports ?? {}).flatMap(([path, target]) => {
    const types =
      typeof target === 'string' || target[SOURCE_CONDITION] === undefined ? undefined : target.types;
    if (types === undefined) return [];
    const name = path === '.' ? 'index' : path.slice(2).replaceAll('/', '-');
    const { apiReportChanged } = extract(pack, types, name, update);
    const entry = path === '.' ? pack.manifest.name : `${pack.manifest.name}${path.slice(1)}`;
    return apiReportChanged
      ? [{ entry, report: `packages/${basename(pack.folder)}/api/${name}.api.md` }]
      : [];
  });
}

function extract({ folder }: WorkspacePackage, types: string, name: string, update: boolean) {
  const reportFolder = join(folder, 'api');
  mkdirSync(reportFolder, { recursive: true });
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, types),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2024',
            module: 'NodeNext',
            moduleResolution: 'NodeNext',
            lib: ['ES2024', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          files: [types],
        },
      },
      apiReport: {
        enabled: true,
        reportFolder,
        reportTempFolder: join(folder, 'dist/api'),
        reportFileName: `${name}.api.md`,
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        // The markup of comments is not part of the report.
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  return Extractor.invoke(config, { localBuild: update, messageCallback: mute });
}

/** Whether a report changed is in the result; compiler errors are worth a line. */
function mute(message: ExtractorMessage): void {
  message.handled = message.logLevel !== ExtractorLogLevel.Error;
}
