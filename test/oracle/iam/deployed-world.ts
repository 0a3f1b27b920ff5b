import { Policy } from './policy';
import { listed, OneOrMany, PolicyDocument } from './policy-document';
import { AttachedPolicy, IdentityName, World } from './world';
import { DeployedResource } from '../cloudformation/deployed-stack';
import { partitionOf } from '../cloudformation/environment';
import { Json } from '../cloudformation/template';

/** Types of IAM that say nothing about who may do what. */
const WITHOUT_PERMISSIONS = ['AWS::IAM::InstanceProfile', 'AWS::IAM::OIDCProvider', 'AWS::IAM::AccessKey'];

const KIND_BY_TYPE: Readonly<Record<string, IdentityName['kind']>> = {
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'group',
};

/**
 * The world that deployed resources make: identities with all their policies, repositories and registries with theirs, roles
 * with their trust, and the templates of the repositories that ECR creates.
 * @param managedPolicies documents, by ARN, of the managed policies that stand in no template
 */
export function deployedWorld(
  resources: readonly DeployedResource[],
  managedPolicies: Readonly<Record<string, PolicyDocument>> = {},
): World {
  refuseOverwritten(resources);
  refuseRepeated(resources);
  const collected = resources.flatMap((resource) => policiesOf(resource));
  return new World(
    [...collected, ...attachedByArn(resources, managedPolicies)],
    resources.flatMap((resource) => membershipsOf(resource)),
  );
}

function policiesOf(resource: DeployedResource): AttachedPolicy[] {
  const { type, place, account, properties } = resource;
  const named = (kind: IdentityName['kind'], names: Json) => strings(names).map((name) => ({ account, kind, name }));
  switch (type) {
    case 'AWS::ECR::Repository': {
      if (!properties.RepositoryPolicyText) return [];
      const policy = Policy.ofRepository(place, document(properties.RepositoryPolicyText));
      return [{ policy, resource: resource.identity.attribute('Arn') }];
    }
    case 'AWS::ECR::RegistryPolicy':
      return [{ policy: Policy.ofRegistry(place, document(properties.PolicyText)), registry: registryIn(resource) }];
    case 'AWS::ECR::RepositoryCreationTemplate': {
      const { Prefix: prefix, AppliedFor: appliedFor, RepositoryPolicy: text } = properties;
      // a template without a policy is found, too: it is the closest one to its repositories
      if (text !== undefined && typeof text !== 'string') throw new Error(`${place}: RepositoryPolicy is a string of JSON`);
      const policy = Policy.ofRepository(place, text === undefined ? { Statement: [] } : document(text));
      return [{ policy, template: { registry: registryIn(resource), prefix: String(prefix), appliedFor: strings(appliedFor) } }];
    }
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy': {
      const identities = [...named('role', properties.Roles), ...named('user', properties.Users), ...named('group', properties.Groups)];
      return [{ policy: Policy.ofIdentity(place, document(properties.PolicyDocument)), identities }];
    }
    case 'AWS::IAM::Role':
    case 'AWS::IAM::User':
    case 'AWS::IAM::Group':
      if (properties.PermissionsBoundary !== undefined) throw new Error(`${place}: a permissions boundary is not evaluated here`);
      return [...inlinePolicies(resource), ...trust(resource)];
    default:
      if (type.startsWith('AWS::IAM::') && type !== 'AWS::IAM::UserToGroupAddition' && !WITHOUT_PERMISSIONS.includes(type)) {
        throw new Error(`${place}: ${type} is not evaluated here`);
      }
      return [];
  }
}

/** An inline policy is put by its name: of two with one name, the one that is deployed last is left. */
function refuseOverwritten(resources: readonly DeployedResource[]): void {
  const places = new Map<string, string>();
  for (const { type, place, account, properties } of resources) {
    if (type !== 'AWS::IAM::Policy') continue;
    for (const kind of ['Roles', 'Users', 'Groups']) {
      for (const name of strings(properties[kind])) {
        const policy = `${account}/${kind}/${name}/${String(properties.PolicyName)}`;
        const earlier = places.get(policy);
        if (earlier !== undefined) throw new Error(`${place} overwrites ${earlier}: both are the inline policy ${policy}`);
        places.set(policy, place);
      }
    }
  }
}

/** A registry has one policy, and one template for a prefix. */
function refuseRepeated(resources: readonly DeployedResource[]): void {
  const places = new Map<string, string>();
  for (const resource of resources) {
    const { type, place, properties } = resource;
    if (type !== 'AWS::ECR::RegistryPolicy' && type !== 'AWS::ECR::RepositoryCreationTemplate') continue;
    const identifier = [type, registryIn(resource), properties.Prefix].join(' ');
    const earlier = places.get(identifier);
    if (earlier !== undefined) throw new Error(`${place}: ${earlier} already is the ${identifier.trim()}`);
    places.set(identifier, place);
  }
}

/** The registry that a resource of ECR belongs to. */
function registryIn({ account, region }: DeployedResource): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${account}`;
}

/** The `Policies` of a role, user or group. */
function inlinePolicies(resource: DeployedResource): AttachedPolicy[] {
  return listed(resource.properties.Policies as unknown as OneOrMany<{ PolicyName: string; PolicyDocument: Json & object }>).map(
    (inline) => ({
      policy: Policy.ofIdentity(`${resource.place}/${inline.PolicyName}`, document(inline.PolicyDocument)),
      identities: [identityName(resource)],
    }),
  );
}

/** Who may take on a role is the policy of that role as a resource. */
function trust({ place, identity, properties }: DeployedResource): AttachedPolicy[] {
  const text = properties.AssumeRolePolicyDocument;
  return text ? [{ policy: Policy.ofResource(place, document(text)), resource: identity.attribute('Arn') }] : [];
}

/** The managed policies that an identity lists by ARN. */
function attachedByArn(resources: readonly DeployedResource[], outside: Readonly<Record<string, PolicyDocument>>): AttachedPolicy[] {
  const inside = new Map(
    resources
      .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')
      .map(({ identity, properties }) => [identity.ref, document(properties.PolicyDocument)]),
  );
  return resources.flatMap((resource) =>
    strings(resource.type in KIND_BY_TYPE ? resource.properties.ManagedPolicyArns : undefined).map((arn) => {
      const found = inside.get(arn) ?? outside[arn];
      if (found === undefined) throw new Error(`${resource.place}: the managed policy ${arn} stands in no template: give its document`);
      return { policy: Policy.ofIdentity(arn, found), identities: [identityName(resource)] };
    }),
  );
}

function membershipsOf({ type, account, identity, properties }: DeployedResource): World['memberships'] {
  const membership = (user: string, group: string) =>
    ({ user: { account, kind: 'user', name: user }, group: { account, kind: 'group', name: group } }) as const;
  if (type === 'AWS::IAM::User') return strings(properties.Groups).map((group) => membership(identity.name, group));
  if (type !== 'AWS::IAM::UserToGroupAddition') return [];
  return strings(properties.Users).map((user) => membership(user, String(properties.GroupName)));
}

function identityName({ type, account, identity }: DeployedResource): IdentityName {
  return { account, kind: KIND_BY_TYPE[type], name: identity.name };
}

function strings(list: Json): readonly string[] {
  return listed(list as OneOrMany<string> | undefined);
}

/** A policy may be JSON or, where a property takes text, a string of it. */
function document(policy: Json): PolicyDocument {
  return (typeof policy === 'string' ? JSON.parse(policy) : policy) as PolicyDocument;
}
