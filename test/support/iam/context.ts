import { Caller, callersAccount } from './caller';

/** What a request says besides who, what and where. A key that is given as undefined is taken out of the request. */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The values of a request by condition key, upper and lower case being the same. */
export class RequestContext {
  private readonly values = new Map<string, readonly string[]>();

  constructor(caller: Caller, context: Context = {}) {
    for (const [key, value] of Object.entries({ ...impliedBy(caller), ...context })) {
      if (value !== undefined) this.values.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
    }
  }

  /** The values of a key; undefined when the request does not have it. */
  public get(key: string): readonly string[] | undefined {
    return this.values.get(key.toLowerCase());
  }
}

/** The keys that every request of such a caller has. */
function impliedBy(caller: Caller): Context {
  switch (caller.type) {
    case 'role':
    case 'user':
      return {
        'aws:PrincipalArn': caller.arn,
        'aws:PrincipalAccount': callersAccount(caller),
        'aws:PrincipalType': caller.type === 'role' ? 'AssumedRole' : 'User',
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
