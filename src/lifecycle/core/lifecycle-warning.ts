/** Something in a policy that ECR accepts and that is seldom meant. */
export interface LifecycleWarning {
  /** Stays the same from release to release, so that it can be acknowledged. */
  readonly id: string;
  readonly message: string;
}

export function warning(name: string, message: string): LifecycleWarning {
  return { id: `cdk-secure-repository:lifecycle-${name}`, message };
}
