import { strict as assert } from 'node:assert';
import { ENVIRONMENT } from './workshop';
import { Server } from '../tools/server';

export const REGION = ENVIRONMENT.AWS_DEFAULT_REGION;
export const COUNT = 40;

const KMS_KEY = `arn:aws:kms:${REGION}:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const LIFECYCLE = JSON.stringify(
  {
    rules: [
      {
        rulePriority: 1,
        description: 'Ältere "Bilder"',
        selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
        action: { type: 'expire' },
      },
    ],
  },
  undefined,
  3,
);
const PULL = ['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];
/** Policies that neither `SecureRepository` nor `ecr.Repository` writes in this form. */
const POLICIES = [
  {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Pull', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: PULL }],
  },
  { Version: '2008-10-17', Statement: { Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::444455556666:root'] }, Action: PULL } },
  {
    Version: '2012-10-17',
    Id: 'kept',
    Statement: [
      { Effect: 'Deny', Principal: '*', Action: 'ecr:DeleteRepository' },
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: PULL,
        Condition: { StringLike: { 'aws:SourceArn': `arn:aws:lambda:${REGION}:000000000000:function:*` } },
      },
    ],
  },
];
const FILTERS = ['latest', 'dev-*'].map((filter) => ({ filterType: 'WILDCARD', filter }));

/** What made a repository. */
export type Origin = 'the API' | 'a stack' | 'Terraform';

/** A repository that is there before it is adopted, in the members of the API. */
export interface PresentRepository {
  readonly name: string;
  readonly origin: Origin;
  readonly imageTagMutability: string;
  readonly imageTagMutabilityExclusionFilters?: readonly { readonly filterType: string; readonly filter: string }[];
  readonly scanOnPush: boolean;
  readonly encryption: { readonly encryptionType: string; readonly kmsKey?: string };
  readonly lifecyclePolicyText?: string;
  readonly policy?: object;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** Forty repositories that differ in all settings. @param withExceptions whether some have exceptions to the mutability of their tags */
export function fortyRepositories(withExceptions: boolean): PresentRepository[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const hasExceptions = withExceptions && index % 4 >= 2;
    const encryptionType = ['AES256', 'KMS', 'AES256', 'KMS_DSSE', 'AES256'][index % 5];
    return {
      name: nameOf(index),
      origin: (['the API', 'a stack', 'Terraform'] as const)[index % 3],
      imageTagMutability: `${index % 2 === 0 ? '' : 'IM'}MUTABLE${hasExceptions ? '_WITH_EXCLUSION' : ''}`,
      ...(hasExceptions ? { imageTagMutabilityExclusionFilters: FILTERS } : {}),
      scanOnPush: index % 3 === 0,
      encryption: encryptionType === 'AES256' ? { encryptionType } : { encryptionType, kmsKey: KMS_KEY },
      ...(index % 3 === 1 || index % 5 === 2 ? { lifecyclePolicyText: LIFECYCLE } : {}),
      ...(index % 7 < 3 ? { policy: POLICIES[index % 7] } : {}),
      tags:
        index % 10 === 9
          ? []
          : [
              { Key: 'owner', Value: `team-${index % 4}` },
              { Key: 'note', Value: '' },
            ],
    };
  });
}

export function nameOf(index: number): string {
  return `team-${index % 4}/service-${index}`;
}

/** A template that declares repositories. */
export function templateOf(repositories: readonly PresentRepository[]): { readonly Resources: Record<string, { readonly Type: string }> } {
  const resources = repositories.map((one, index) => [
    `Repository${index}`,
    {
      Type: 'AWS::ECR::Repository',
      DeletionPolicy: 'Retain',
      Properties: {
        RepositoryName: one.name,
        ImageTagMutability: one.imageTagMutability,
        ImageScanningConfiguration: { ScanOnPush: one.scanOnPush },
        EncryptionConfiguration: { EncryptionType: one.encryption.encryptionType, KmsKey: one.encryption.kmsKey },
        LifecyclePolicy: one.lifecyclePolicyText && { LifecyclePolicyText: one.lifecyclePolicyText },
        RepositoryPolicyText: one.policy,
        Tags: one.tags,
      },
    },
  ]);
  return { Resources: Object.fromEntries(resources) };
}

/** Makes a repository by the API. */
export async function created(emulator: Server, one: PresentRepository): Promise<void> {
  const { name: repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters, encryption, tags } = one;
  await ecrCall(emulator, 'CreateRepository', {
    repositoryName,
    imageTagMutability,
    imageTagMutabilityExclusionFilters,
    imageScanningConfiguration: { scanOnPush: one.scanOnPush },
    encryptionConfiguration: encryption,
    tags,
  });
  if (one.lifecyclePolicyText) {
    await ecrCall(emulator, 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: one.lifecyclePolicyText });
  }
  // as text with white space, which no construct keeps
  if (one.policy) {
    await ecrCall(emulator, 'SetRepositoryPolicy', { repositoryName, policyText: JSON.stringify(one.policy, undefined, 2) });
  }
}

/** A call of Amazon ECR without a client, which checks what it sends. */
export async function ecrCall({ url }: Server, operation: string, input: object): Promise<void> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
    authorization: `AWS4-HMAC-SHA256 Credential=e2e/20260101/${REGION}/ecr/aws4_request, SignedHeaders=host, Signature=0`,
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
  assert.equal(response.status, 200, await response.text());
}
