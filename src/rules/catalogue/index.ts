import { CUSTOMER_KEY } from './customer-key';
import { IMMUTABLE_TAGS } from './immutable-tags';
import { LIFECYCLE_POLICY } from './lifecycle-policy';
import { NO_LOGIN_IN_REPOSITORY_POLICY } from './no-login-in-repository-policy';
import { NO_MUTABLE_TAGS } from './no-mutable-tags';
import { NO_WHOLE_ACCOUNT } from './no-whole-account';
import { NOT_PUBLIC } from './not-public';
import { REPOSITORY_POLICY } from './repository-policy';
import { RETAINED } from './retained';
import { SCANNED_ON_PUSH } from './scanned-on-push';
import { SERVICE_SOURCE } from './service-source';
import { TAGGED_IMAGES_KEPT } from './tagged-images-kept';
import { RuleDefinition } from '../rule-definition';

/** The rules that always apply. */
export const DEFAULT_RULES: readonly RuleDefinition[] = [
  SCANNED_ON_PUSH,
  IMMUTABLE_TAGS,
  LIFECYCLE_POLICY,
  TAGGED_IMAGES_KEPT,
  REPOSITORY_POLICY,
  NOT_PUBLIC,
  SERVICE_SOURCE,
  NO_LOGIN_IN_REPOSITORY_POLICY,
];

/** The rules that apply when they are selected; `name-matches` and `required-tags` also need a value. */
export const OPTIONAL_RULES: readonly RuleDefinition[] = [NO_MUTABLE_TAGS, CUSTOMER_KEY, NO_WHOLE_ACCOUNT, RETAINED];

/** The IDs of all rules. */
export const RULE_IDS: readonly string[] = [...[...DEFAULT_RULES, ...OPTIONAL_RULES].map(({ id }) => id), 'name-matches', 'required-tags'];
