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
