import { Caller, callersAccount } from './caller';

/** What a request says besides who, what and where. A key that is given as undefined is taken out of the request. */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The values of a request by condition key, upper and lower case being the same. */
export class RequestContext {
  private readonly found = new Map<string, { readonly key: string; readonly values: readonly string[] }>();

  constructor(caller: Caller, context: Context = {}) {
    for (const [key, value] of [...Object.entries(impliedBy(caller)), ...Object.entries(context)]) {
      if (value === undefined) this.found.delete(key.toLowerCase());
      else this.found.set(key.toLowerCase(), { key, values: typeof value === 'string' ? [value] : value });
    }
  }

  /** The keys that the request has. */
  public get keys(): string[] {
    return Array.from(this.found.values(), ({ key }) => key);
  }

  /** The values of a key; undefined when the request does not have it. */
  public get(key: string): readonly string[] | undefined {
    return this.found.get(key.toLowerCase())?.values;
  }
}

const PRINCIPAL_TYPES = { role: 'AssumedRole', user: 'User', root: 'Account' } as const;

/**
 * The keys that every request of such a caller has. A request of a service-linked role is a request of its account, and not one that
 * a service makes with its own principal.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function impliedBy(caller: Caller): Context {
  switch (caller.type) {
    case 'role':
    case 'user':
    case 'root':
      return {
        'aws:PrincipalArn': caller.arn,
        'aws:PrincipalAccount': callersAccount(caller),
        'aws:PrincipalType': PRINCIPAL_TYPES[caller.type],
        'aws:PrincipalIsAWSService': 'false',
      };
    case 'service':
      return { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': caller.name };
    case 'federated':
      return { 'aws:FederatedProvider': caller.provider };
    case 'anonymous':
      return { 'aws:PrincipalType': 'Anonymous', 'aws:PrincipalIsAWSService': 'false' };
  }
}
