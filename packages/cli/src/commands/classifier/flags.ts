import type { PresetName } from '@shoji/core/policy';
import type { CheckSources } from './checks.ts';
import type { ComprehendTrainFlags } from './comprehend/flags.ts';
import type { DataFlags } from './data.ts';
import type { ReportFlags } from './report.ts';

/** Flags of `shoji classifier prepare`. */
export interface PrepareFlags extends DataFlags {
  readonly out: string;
  readonly seed: number;
  readonly heldOut: number;
  readonly balance?: number;
  readonly json?: boolean;
}

/** Flags of `shoji classifier train`. */
export interface TrainFlags extends ComprehendTrainFlags, ReportFlags {
  readonly seed: number;
  readonly heldOut?: string;
  readonly out: string;
  readonly ship?: string;
  readonly prior: number;
  readonly policy?: PresetName;
  readonly cache?: string;
  readonly made?: boolean;
}

/** Flags of `shoji classifier evaluate`. */
export interface EvaluateFlags extends DataFlags, ReportFlags, CheckSources {
  readonly against: readonly string[];
  readonly policy?: PresetName;
  readonly prior: number;
  readonly config?: string;
  /** A module that exports more checks. */
  readonly judges?: string;
  readonly maxCost?: number;
  readonly yes?: boolean;
  readonly answers?: string;
}
