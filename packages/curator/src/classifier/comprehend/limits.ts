// Source of all limits: Amazon Comprehend developer guide, "Guidelines and quotas" of custom classification.

/** Limits of a training set, by whether a text has one label or several. */
export const TRAINING_LIMITS = {
  MULTI_CLASS: { classes: 1_000, perClass: 50, documents: 50 },
  MULTI_LABEL: { classes: 100, perClass: 10, documents: 50 },
} as const;

/** "5 GB" of all training files together, read as a power of ten, which is safe for either meaning. */
export const MAX_TRAINING_BYTES = 5_000_000_000;

/** Characters of a class's name. */
export const MAX_CLASS_LENGTH = 5_000;

/** The separator of the labels of one text: Comprehend's default. */
export const LABEL_DELIMITER = '|';
