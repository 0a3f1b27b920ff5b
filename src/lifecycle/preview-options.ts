import { describeValue } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Options for `LifecyclePolicy.preview`. */
export interface PreviewOptions {
  /**
   * The time at which the policy is applied.
   * @default - now
   */
  readonly now?: Date;
  /**
   * The monthly price of a GB (1,024 MB), in dollars, at least 0.
   * @default 0.10, the price of both storage classes in us-east-1, up to 150 TB of archived images, in March 2026
   * @see https://aws.amazon.com/ecr/pricing/
   */
  readonly pricePerGbMonth?: number;
}

/**
 * Returns the time and the price of options.
 * @param method the method that they are for, for error messages
 */
export function momentAndPrice(method: string, options: PreviewOptions): { readonly now: number; readonly pricePerGbMonth: number } {
  checkOptions(`${method}(inventory, options)`, 'options', options);
  const { now: moment = new Date(), pricePerGbMonth = 0.1 } = options;
  const now = moment instanceof Date ? moment.getTime() : NaN;
  if (Number.isNaN(now)) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      `${method}({ now })`,
      `${moment instanceof Date ? 'the date is invalid' : `${describeValue(moment)} is not a Date`}. Pass a valid Date.`,
    );
  }
  if (!(Number.isFinite(pricePerGbMonth) && pricePerGbMonth >= 0)) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      `${method}({ pricePerGbMonth })`,
      `${describeValue(pricePerGbMonth)} is not a number of at least 0. Pass the price in dollars, or omit it for the list price.`,
    );
  }
  return { now, pricePerGbMonth };
}
