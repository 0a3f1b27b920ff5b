import { DeployedResource } from '../cloudformation/deployed-stack';
import { Json, JsonObject } from '../cloudformation/template';

/** What IAM counts for one role, user or group. */
export interface PolicySizes {
  /** The characters of all its inline policies together. */
  readonly inline: number;
  /** The characters of each managed policy of a template. */
  readonly managed: readonly number[];
}

/** The limits of IAM, in characters that are no white space. */
export const MANAGED_POLICY = 6_144;
export const INLINE_POLICIES = { Roles: 10_240, Users: 2_048, Groups: 5_120 };

type Kind = keyof typeof INLINE_POLICIES;

const KINDS: Readonly<Record<string, Kind>> = { 'AWS::IAM::Role': 'Roles', 'AWS::IAM::User': 'Users', 'AWS::IAM::Group': 'Groups' };

/**
 * The sizes by principal, such as `111111111111 Roles dev`, as IAM counts them once everything is deployed. Text is measured as it
 * is: in the policies of these tests no white space stands inside of it.
 */
export function policySizes(resources: readonly DeployedResource[]): Map<string, PolicySizes> {
  const sizes = new Map<string, PolicySizes>();
  const add = (account: string, kind: Kind, name: string, { inline, managed }: PolicySizes) => {
    const key = `${account} ${kind} ${name}`;
    const known = sizes.get(key) ?? { inline: 0, managed: [] };
    sizes.set(key, { inline: known.inline + inline, managed: [...known.managed, ...managed] });
  };
  for (const { type, account, identity, properties } of resources) {
    const kind = KINDS[type];
    if (kind) {
      const embedded = list(properties.Policies).map((policy) => characters((policy as JsonObject).PolicyDocument));
      add(account, kind, identity.name, { inline: sum(embedded), managed: [] });
    }
    if (type !== 'AWS::IAM::Policy' && type !== 'AWS::IAM::ManagedPolicy') continue;
    const size = characters(properties.PolicyDocument);
    const own = type === 'AWS::IAM::Policy' ? { inline: size, managed: [] } : { inline: 0, managed: [size] };
    for (const attachedTo of ['Roles', 'Users', 'Groups'] as const) {
      list(properties[attachedTo]).forEach((name) => add(account, attachedTo, String(name), own));
    }
  }
  return sizes;
}

function characters(document: Json): number {
  return JSON.stringify(document).length;
}

function list(value: Json): readonly Json[] {
  return (value ?? []) as readonly Json[];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
