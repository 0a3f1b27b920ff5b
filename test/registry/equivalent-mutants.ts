import { RegistryGrant } from '../fixtures/registry/registry-grants';

/** The mutations of policies that change no decision, each with the reason. */
export const EQUIVALENT_MUTANTS: readonly { readonly mutant: RegExp; readonly of?: RegistryGrant; readonly because: string }[] = [
  {
    mutant: /\[\d+\]: ecr:GetAuthorizationToken added$/,
    because: 'the policy already allows the login on *, which includes the repositories',
  },
  {
    mutant: /RegistryPolicy\w*\[\d+\]: arn:(\*:ecr:[\w-]+:\d{12}|aws:ecr:\*:\d{12}|aws:ecr:[\w-]+:\*):/,
    because: 'the policy of a registry applies to requests on that registry only, whatever partition, Region and account the ARN has',
  },
  {
    mutant:
      /^(?!.*RegistryPolicy).*\[\d+\]: ecr:(BatchCheckLayerAvailability|BatchGetImage|BatchImportUpstreamImage|CreateRepository|GetDownloadUrlForLayer) added$/,
    of: 'cache.grantPull',
    because: 'another statement of the same policy allows the action on the same repositories',
  },
  {
    mutant:
      /\[\d+\]: ecr:(BatchCheckLayerAvailability|BatchGetImage|CompleteLayerUpload|CreateRepository|InitiateLayerUpload|PutImage|UploadLayerPart) added$/,
    of: 'registry.grantCreateOnPush',
    because: 'another statement of the same policy allows the action on the same repositories to the same principals',
  },
];
