import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as z from 'zod';

const LANGUAGE = 'eng';
const DATA = '@tesseract.js-data/eng';

/** Tesseract's engine with neural networks; the older one is left out of the WebAssembly that is loaded. */
const LSTM_ONLY = 1;
/** Text anywhere, in no order: it finds more words in pictures than the modes for pages. */
const SPARSE_TEXT = '11';

const box = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });
const answerSchema = z.object({
  blocks: z.array(
    z.object({
      paragraphs: z.array(
        z.object({ lines: z.array(z.object({ text: z.string(), confidence: z.number(), bbox: box })) }),
      ),
    }),
  ),
  version: z.string(),
});

/** The part of tesseract.js that is used. */
interface Worker {
  setParameters(parameters: Record<string, string>): Promise<unknown>;
  recognize(
    image: Buffer,
    options: object,
    output: { blocks: boolean; text: boolean },
  ): Promise<{ data: unknown }>;
}
interface Tesseract {
  createWorker(
    language: string,
    engine: number,
    options: { langPath: string; cacheMethod: 'none'; errorHandler: (error: unknown) => void },
  ): Promise<Worker>;
}

/**
 * Loads Tesseract with the data of English from installed packages.
 * @returns A function that reads an encoded picture.
 * @throws Error naming the package that is missing.
 */
export async function loadTesseract() {
  const worker = await start();
  return async (bytes: Uint8Array) => {
    const { data } = await worker.recognize(Buffer.from(bytes), {}, { blocks: true, text: false });
    const { blocks, version } = answerSchema.parse(data);
    const lines = blocks.flatMap(({ paragraphs }) => paragraphs.flatMap((paragraph) => paragraph.lines));
    return {
      lines: lines.map(({ text, confidence, bbox: { x0: left, y0: top, x1: right, y1: bottom } }) => ({
        ...{ text: text.trim(), confidence },
        ...{ left, top, right, bottom },
      })),
      model: `tesseract ${version}`,
    };
  };
}

async function start(): Promise<Worker> {
  const langPath = dirname(data());
  const { createWorker } = await tesseract();
  // Data of a folder are read; without one they would be downloaded. Without a handler of errors one would be thrown as
  // an event.
  const worker = await createWorker(LANGUAGE, LSTM_ONLY, {
    ...{ langPath, cacheMethod: 'none' },
    errorHandler: () => {},
  });
  await worker.setParameters({ tessedit_pageseg_mode: SPARSE_TEXT, debug_file: '/dev/null' });
  return worker;
}

async function tesseract(): Promise<Tesseract> {
  const loaded = await import('tesseract.js').catch((cause: unknown) => {
    throw new Error('tesseract.js is not installed. Run `npm install tesseract.js@7.0.0`.', { cause });
  });
  return loaded.default;
}

/** The file of the language, in its package. */
function data(): string {
  try {
    return createRequire(import.meta.url).resolve(`${DATA}/4.0.0_best_int/${LANGUAGE}.traineddata.gz`);
  } catch (cause) {
    throw new Error(`${DATA} is not installed. Run \`npm install ${DATA}@1.0.0\`.`, { cause });
  }
}
