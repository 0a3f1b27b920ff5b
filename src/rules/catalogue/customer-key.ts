import { memberOf } from '../../private/intrinsics';
import { guardClauses } from '../guard-clauses';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';
import { isKnown } from '../template-values';

const TYPE = 'EncryptionConfiguration.EncryptionType';
const PROPERTY = 'EncryptionConfiguration.KmsKey';

/** The alias of a key that AWS manages. */
const MANAGED = /(^|:)alias\/aws\//;

export const CUSTOMER_KEY: RuleDefinition = {
  id: 'customer-key',
  title: 'Images are encrypted with a customer managed key',
  severity: 'error',
  risk: 'A key that AWS owns or manages cannot be disabled or restricted by a key policy.',
  remedy:
    'Create a repository with encryptionKey (EncryptionConfiguration.KmsKey in the template) and move the images to it, because changing the encryption of an existing repository replaces it with an empty repository.',
  controls: ['AWS Security Hub ECR.5', 'Checkov CKV_AWS_136'],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: ['EncryptionConfiguration'],
  guard: () => [
    ...guardClauses(TYPE, "IN ['KMS', 'KMS_DSSE']"),
    `when Properties.${TYPE} IN ['KMS', 'KMS_DSSE'] {`,
    `  Properties.${PROPERTY} exists`,
    `  Properties.${PROPERTY} != /alias\\/aws\\/./`,
    `    or Properties.${PROPERTY} is_struct`,
    '}',
  ],
  judge({ properties: { EncryptionConfiguration: encryption } }): readonly Judgement[] {
    const type = memberOf(encryption, 'EncryptionType');
    if (!isKnown(type)) return unknownUntilDeployment(TYPE);
    if (type !== 'KMS' && type !== 'KMS_DSSE') {
      return [
        {
          property: TYPE,
          problem: `is ${type === undefined ? 'not set' : String(type)}, so images are encrypted with a key that AWS owns`,
        },
      ];
    }
    const key = memberOf(encryption, 'KmsKey');
    if (typeof key === 'string' && MANAGED.test(key)) return [{ property: PROPERTY, problem: `is ${key}, the key that AWS manages` }];
    if (key !== undefined) return [];
    return [{ property: PROPERTY, problem: 'is not set, so images are encrypted with the key that AWS manages' }];
  },
};
