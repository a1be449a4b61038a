/** A configuration that cannot be used; `message` names the file, the field and the remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
