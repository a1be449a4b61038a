/** The parts of a screening and their lifetime, for programs that screen without generating, and the account of its cost. */
export {
  assertKnownParts,
  closeParts,
  type EngineParts,
  type PartFailure,
  warmUpParts,
} from '../ports/lifetime.ts';
export type { EnginePart } from '../ports/part.ts';
export type { ImageScreening } from './cover-image.ts';
export { joinPicture } from './joined/join-picture.ts';
export { EVIDENCE_FROM, type Joined, mentioned } from './joined/joined.ts';
export { degradedPerson } from './joined/real-person.ts';
export { type Evidence, RequestEvidence } from './joined/request-evidence.ts';
export { sexualisedMinor } from './joined/sexualised-minor.ts';
export type { ImageJudgement, JudgeOptions } from './judge-image.ts';
export { Account, type Cost, costOf, type PriceTable } from './ledger/account.ts';
export { causeOf } from './ledger/cause.ts';
export type { ScreeningObservation, UsageObservation } from './ledger/observe.ts';
export {
  type AskedTexts,
  createPromptScreening,
  type PromptReport,
  type PromptScreener,
  type PromptScreening,
  type ScreeningOptions,
} from './prompt-screening.ts';
export type { CheckRun } from './run-check.ts';
export type { ImageScreen, PromptScreen } from './screen.ts';
export type { ImageScreener, Screening } from './screening.ts';
