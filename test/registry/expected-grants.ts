import { ALLOWED } from '../access/expected-actions';
import { RegistryGrant, RegistryGrantWithoutGrantee } from '../fixtures/registry/registry-grants';

/** The actions of a grant by the policy of a resource that has to allow them where that policy is needed. */
export interface AllowedInRegistry {
  /** In the policy of the template, which created repositories have. */
  readonly repository: readonly string[];
  /** In the policy of the registry, because there may be no repository yet. */
  readonly registry: readonly string[];
  readonly login?: true;
}

const IMPORT = ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'];

export const ALLOWED_IN_REGISTRY = {
  'cache.grantPull': { repository: ALLOWED.grantPull.actions, registry: IMPORT, login: true },
  'template.grantPull': { repository: ALLOWED.grantPull.actions, registry: [], login: true },
  'template.grantPush': { repository: ALLOWED.grantPush.actions, registry: [], login: true },
  'template.grantPullPush': { repository: ALLOWED.grantPullPush.actions, registry: [], login: true },
  'template.grantRead': { repository: ALLOWED.grantRead.actions, registry: [] },
  'registry.grantCreateOnPush': { repository: [], registry: [...ALLOWED.grantPush.actions, 'ecr:CreateRepository'], login: true },
  'template.grant': { repository: ALLOWED.grant.actions, registry: [] },
  'cache.grantPullToOrganization': { repository: ALLOWED.grantPull.actions, registry: IMPORT },
  'cache.grantPullToOrganizationalUnit': { repository: ALLOWED.grantPull.actions, registry: IMPORT },
  'template.grantPullToOrganization': { repository: ALLOWED.grantPull.actions, registry: [] },
  'template.grantPullToOrganizationalUnit': { repository: ALLOWED.grantPull.actions, registry: [] },
  'template.grantPullToLambda at home': { repository: ALLOWED.grantPullToService.actions, registry: [] },
  'template.grantPullToLambda in another account': { repository: ALLOWED.grantPullToService.actions, registry: [] },
} satisfies Readonly<Record<RegistryGrant | RegistryGrantWithoutGrantee, AllowedInRegistry>>;
