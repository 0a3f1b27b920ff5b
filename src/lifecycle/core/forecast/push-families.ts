/** The images whose tags differ only in numbers and hashes. Each family has a rate of pushes. */
export interface PushFamily {
  /** A tag with `*` in place of numbers and hashes, such as `main-*`; `untagged`, or `artifacts`. */
  readonly name: string;
  readonly imageCount: number;
  /** The mean number of pushes a day, which the forecast assumes for the coming days. */
  readonly pushesPerDay: number;
  /** The mean size of its images, which the assumed images have. */
  readonly meanSizeInBytes: number;
  /** Why the rate is 0, or why it is less certain. */
  readonly remark?: string;
}
