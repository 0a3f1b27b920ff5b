export type OneOrMany<T> = T | readonly T[];

/** The `Principal` or `NotPrincipal` of a statement: `*`, or lists by kind. */
export type PrincipalElement = '*' | Readonly<Record<string, OneOrMany<string>>>;

/** The `Condition` of a statement: values by operator and key. */
export type ConditionElement = Readonly<Record<string, Readonly<Record<string, OneOrMany<string | boolean | number>>>>>;

/** A statement as it stands in a deployed policy: JSON in which no intrinsic function is left. */
export interface StatementElement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: ConditionElement;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: OneOrMany<StatementElement>;
}

/** The values of an element that may be one value or a list. */
export function listed<T extends string | boolean | number | object>(element: OneOrMany<T> | undefined): readonly T[] {
  if (element === undefined) return [];
  return Array.isArray(element) ? (element as readonly T[]) : [element as T];
}
