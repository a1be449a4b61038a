/** Flags of `shoji serve`. */
export interface ServeFlags {
  readonly config?: string;
  readonly policy?: string;
  readonly host?: string;
  readonly port?: number;
  readonly grace?: number;
  readonly key?: readonly string[];
  readonly insecure?: boolean;
  readonly sagemaker?: string;
  readonly comprehend?: string;
  readonly rekognition?: string;
  readonly generator?: string;
  readonly blocked?: string;
  readonly upstream?: readonly string[];
  /** False with `--no-discover`. */
  readonly discover?: boolean;
}
