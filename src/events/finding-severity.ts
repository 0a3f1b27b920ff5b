/** Severity of a scan finding, as Amazon ECR and Amazon Inspector report it. */
export enum FindingSeverity {
  /** LOW */
  LOW = 'LOW',
  /** MEDIUM */
  MEDIUM = 'MEDIUM',
  /** HIGH */
  HIGH = 'HIGH',
  /** CRITICAL */
  CRITICAL = 'CRITICAL',
}
