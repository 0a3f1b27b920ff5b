/** How bad a vulnerability is, as Amazon ECR and Amazon Inspector count it. */
export enum FindingSeverity {
  /** Low, and everything above. */
  LOW = 'LOW',
  /** Medium, and everything above. */
  MEDIUM = 'MEDIUM',
  /** High and critical. */
  HIGH = 'HIGH',
  /** Critical only. */
  CRITICAL = 'CRITICAL',
}
