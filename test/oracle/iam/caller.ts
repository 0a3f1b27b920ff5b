import { accountOf } from './arn';

/** Who makes a request. A service-linked role is a role of its account. */
export type Caller =
  | { readonly type: 'role' | 'user' | 'root'; readonly arn: string }
  | { readonly type: 'service'; readonly name: string }
  | { readonly type: 'federated'; readonly provider: string }
  | { readonly type: 'anonymous' };

/** The account that the caller belongs to; a service and an anonymous caller belong to none. */
export function callersAccount(caller: Caller): string | undefined {
  return 'arn' in caller ? accountOf(caller.arn) : undefined;
}
