/**
 * Messages of image servers for an image that does not fit into memory: PyTorch on CUDA, ROCm, MPS, XPU and the CPU, cuDNN,
 * DirectML, ggml and Python itself.
 */
const PHRASES =
  /\bout of (gpu |device |host |video )?memory\b|OutOfMemory|\bnot enough (gpu |video )?memory\b|ALLOC_FAILED|failed to allocate\b|can't allocate memory|\bMemoryError\b|insufficient (gpu |device )?memory/i;

/**
 * Whether an error reports that memory ran out. That depends on the request: a smaller image may succeed, other requests
 * are not affected, and a retry would fail again.
 */
export function isOutOfMemory(text: string): boolean {
  return PHRASES.test(text);
}

/** Tells a person the remedy. */
export const OUT_OF_MEMORY =
  'The image model ran out of memory. Ask for a smaller picture, or for fewer at once.';
