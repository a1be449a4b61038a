import { AWS_PRICES } from '@shoji/aws';
import type { PriceTable } from '@shoji/core/screen';
import { JUDGE_PRICES } from '@shoji/judges';

/** The list prices of every service that Shoji has a check or generator for. */
export const LIST_PRICES: PriceTable = { ...AWS_PRICES, ...JUDGE_PRICES };
