import { Caller, callersAccount } from './caller';
import { listed, PrincipalElement } from './policy-document';

/**
 * How a `Principal` names a caller: as itself, along with everyone, or by naming its account, which leaves the decision to
 * the policies of that account.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type Naming = 'everyone' | 'itself' | 'its account' | 'not at all';

/** Which way counts where a list names a caller in several. */
const ORDER: readonly Naming[] = ['everyone', 'itself', 'its account'];

export function naming(element: PrincipalElement, caller: Caller): Naming {
  if (element === '*') return 'everyone';
  const found = Object.entries(element).flatMap(([kind, values]) => listed(values).map((value) => namingBy(kind, value, caller)));
  return ORDER.find((way) => found.includes(way)) ?? 'not at all';
}

function namingBy(kind: string, value: string, caller: Caller): Naming {
  switch (kind) {
    case 'AWS':
      return namingByArn(value, caller);
    case 'Service':
      return caller.type === 'service' && caller.name === value ? 'itself' : 'not at all';
    case 'Federated':
      return caller.type === 'federated' && caller.provider === value ? 'itself' : 'not at all';
    default:
      return 'not at all';
  }
}

/** A `*` inside an ARN is no wildcard here: only a `*` that stands alone is. */
function namingByArn(value: string, caller: Caller): Naming {
  if (value === '*') return 'everyone';
  if (!('arn' in caller)) return 'not at all';
  if (value === caller.arn) return 'itself';
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
  return account !== undefined && account === callersAccount(caller) ? 'its account' : 'not at all';
}
