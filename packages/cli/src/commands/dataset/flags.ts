/** Flags of `shoji dataset scan`. */
export interface ScanFlags {
  readonly config?: string;
  readonly policy?: string;
  readonly out?: string;
  readonly flag?: boolean;
  readonly quarantine?: boolean;
  readonly delete?: boolean;
  readonly yes?: boolean;
  readonly allVersions?: boolean;
  readonly fix?: string;
  readonly against?: readonly string[];
  readonly from: 'blur' | 'withhold';
  readonly includeUnchecked?: boolean;
  readonly maxCost?: number;
  readonly concurrency?: number;
  readonly thumbnails: number;
  readonly queue?: string;
  readonly tps?: number;
  readonly json?: boolean;
}

/** Flags of `shoji dataset worker`. */
export interface WorkerFlags {
  readonly config?: string;
  readonly policy?: string;
  readonly queue: string;
  readonly concurrency: number;
  readonly lockSeconds: number;
}
