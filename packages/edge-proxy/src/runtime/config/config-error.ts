import { OperatorError } from '@shoji/core';

/** A configuration that cannot be used; `message` names the file, the field and the remedy. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError';
}
