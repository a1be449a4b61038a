export type ScreenedImage = { readonly decision: string };
