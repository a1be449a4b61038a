/**
 * Replaces the text of a field as one step that the browser's own undo (Ctrl+Z) takes back.
 * The focus stays where it was.
 */
export function replaceText(field: HTMLTextAreaElement, text: string): void {
  const focused = document.activeElement;
  field.focus({ preventScroll: true });
  field.select();
  // Deprecated, and the only way to change a field without clearing its undo history.
  document.execCommand?.(text === '' ? 'delete' : 'insertText', false, text);
  if (field.value !== text) field.value = text;
  if (focused !== field && focused instanceof HTMLElement) focused.focus({ preventScroll: true });
}
