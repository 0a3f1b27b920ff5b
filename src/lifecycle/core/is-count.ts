/** Whether a value is an integer from 1, as priorities and counts are. */
export function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1;
}
