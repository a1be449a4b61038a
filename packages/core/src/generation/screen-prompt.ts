export type ScreenedPrompt = { readonly text: string };
