// onnxruntime-node 1.17.0 ships no declarations. Its exports are those of onnxruntime-common, like onnxruntime-web's.
declare module 'onnxruntime-node' {
  export { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
}
