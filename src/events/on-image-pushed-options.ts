import * as events from 'aws-cdk-lib/aws-events';

/** Which pushes to hear of. */
export interface OnImagePushedOptions extends events.OnEventOptions {
  /**
   * The tags to hear of, each exact (`latest`) or with `*` for zero or more characters (`v*`).
   * @default - every push, also one without a tag
   */
  readonly tags?: string[];
}
