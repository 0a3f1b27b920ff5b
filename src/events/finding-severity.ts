/** Severity of a scan finding, as Amazon ECR and Amazon Inspector report it. */
export enum FindingSeverity {
  /** Low severity. */
  LOW = 'LOW',
  /** Medium severity. */
  MEDIUM = 'MEDIUM',
  /** High severity. */
  HIGH = 'HIGH',
  /** Critical severity. */
  CRITICAL = 'CRITICAL',
}
