import type { Meaning } from '@shoji/curator/classifier';

/** Flags for the connection to Comprehend, and for watching its work. */
export interface ComprehendFlags {
  readonly region?: string;
  readonly endpoint?: string;
  readonly pollSeconds: number;
  readonly wait: boolean;
}

/** Flags of `shoji classifier train --comprehend`. */
export interface ComprehendTrainFlags extends ComprehendFlags {
  readonly comprehend?: string;
  readonly role?: string;
  readonly data: string;
  readonly name: string;
  readonly language: string;
  readonly again?: boolean;
}

/** Flags of `shoji classifier deploy`. */
export interface DeployFlags extends ComprehendFlags {
  readonly name?: string;
  readonly units?: number;
  readonly class?: Readonly<Record<string, Meaning>>;
}
