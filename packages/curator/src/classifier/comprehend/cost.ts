import { COMPREHEND_PRICES } from '@shoji/aws';

/** Printed beside every price, because prices change and differ between Regions. */
const LIST = 'list price of us-east-1 in November 2026; other Regions differ';

/** US dollars a day for an endpoint, used or not. */
export function dollarsADay(units: number): number {
  return 86_400 * units * COMPREHEND_PRICES.inferenceUnitSecond;
}

export function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** The cost of an endpoint, in a sentence. */
export function endpointCost(units: number): string {
  const day = dollarsADay(units);
  const count = `${units} inference unit${units === 1 ? '' : 's'}`;
  return `${dollars(day)} a day, ${dollars(30 * day)} in 30 days, used or not (${count} at $${COMPREHEND_PRICES.inferenceUnitSecond} a second; ${LIST}).`;
}

/** The cost of a training, in a sentence. Empty when its times are unknown. */
export function trainingCost(started: Date | undefined, ended: Date | undefined): string | undefined {
  if (started === undefined || ended === undefined) return undefined;
  const hours = (ended.getTime() - started.getTime()) / 3_600_000;
  const { trainingHour, modelMonth } = COMPREHEND_PRICES;
  return `Training took ${Math.round(60 * hours)} min: about ${dollars(trainingHour * hours)}, and ${dollars(modelMonth)} a month for keeping the model (${LIST}).`;
}
