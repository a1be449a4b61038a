/** A prompt with what Stable Diffusion needs beside it. Nothing here can choose or weaken the policy. */
export interface GenerationRequest {
  readonly prompt: string;
  readonly negativePrompt?: string | undefined;
  /** How many pictures; 1 when left out. */
  readonly n?: number | undefined;
  /** Sides in pixels; 512 when left out. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** 0 – 2^32-1; random when left out. The second picture's seed is the next number. */
  readonly seed?: number | undefined;
  readonly steps?: number | undefined;
  readonly guidanceScale?: number | undefined;
}
