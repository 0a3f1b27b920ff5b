import { Token } from 'aws-cdk-lib';
import { checkRepository } from './github-names';
import { faultOfJobWorkflowRef } from './reusable-workflow';
import { faultOfPattern, writtenText } from './subject-text';
import { FindingName } from '../private/finding-names';
import { quoted } from '../private/format-value';
import { withLiteralsChanged } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown, withPlaceholdersAs } from '../private/unknown-value';

const PLACE = 'GitHubSubject.custom';
/** A character that no claim contains, in place of the colons between claims, because the name of a token can contain colons. */
const SEPARATOR = '\u0000';
const EXAMPLE = 'Use "repo:my-org@123456/my-app@456789:environment:production", for example.';

/** The repositories whose jobs a subject can match: one, those of one owner, or every repository that uses the issuer. */
export type Admitted = 'repository' | 'owner' | 'everyone';

/** The claims that restrict the repository. Everyone can set every other claim in a repository of their own. */
const ADMITTED: { readonly [claim: string]: Admitted } = {
  repo: 'repository',
  repository_id: 'repository',
  repository_owner: 'owner',
  repository_owner_id: 'owner',
  enterprise: 'owner',
  enterprise_id: 'owner',
};

/** The form of the claims that identify an owner or a repository, which have no wildcard. */
const IDENTIFIERS: { readonly [claim: string]: { readonly form: RegExp; readonly text: string } } = {
  repository_id: { form: /^\d+$/, text: 'an ID of digits' },
  repository_owner: { form: /^[\w-]+$/, text: 'the name of one owner' },
  repository_owner_id: { form: /^\d+$/, text: 'an ID of digits' },
  enterprise: { form: /^[\w-]+$/, text: 'the slug of one enterprise' },
  enterprise_id: { form: /^\d+$/, text: 'an ID of digits' },
};

/** One claim of a subject. The context of a pull request (`pull_request`) and a wildcard in place of claims have no value. */
interface SubjectClaim {
  readonly name: string;
  readonly value?: string;
}

/** Returns which repositories a subject admits. It is judged by the names of its claims, unless one of them is unknown. */
export function admittedBy(subject: string): Admitted {
  const names = claimsOf(subject).map(({ name }) => name);
  if (names.some(isUnknown)) return 'repository';
  const found = names.map((name) => ADMITTED[name]);
  if (found.includes('repository')) return 'repository';
  return found.includes('owner') ? 'owner' : 'everyone';
}

/** Checks a customized subject as far as its form is known. */
export function checkCustomSubject(text: string): string {
  if (typeof text !== 'string' || text === '') refuse(`text is ${quoted(text)}, but must be the subject that GitHub sends. ${EXAMPLE}`);
  const written = writtenText(text);
  if (/^[*?:]*$/.test(written)) {
    refuse(
      `text is ${quoted(text)}, but must not consist of wildcards only, which would match every repository. ${EXAMPLE}`,
      'github-subject-wildcard',
    );
  }
  const fault = faultOfPattern(written);
  if (fault) refuse(`text is ${quoted(text)}, but must ${fault}`);
  for (const claim of claimsOf(text)) checkClaim(text, claim);
  return text;
}

function checkClaim(text: string, { name, value }: SubjectClaim): void {
  const isInPart = isUnknown(text);
  const { form, text: expected } = IDENTIFIERS[name] ?? {};
  if (/[*?]/.test(writtenText(name)) && name !== '*') {
    refuse(
      `text is ${quoted(text)}, but must not contain a wildcard in the name of a claim (${quoted(name)}). Name the claim.`,
      'github-subject-wildcard',
    );
  }
  if (name === 'repository') {
    refuse(`text is ${quoted(text)}, but GitHub names the repository repo in a subject. Replace repository: with repo:.`);
  }
  if (name === 'repo' && value !== undefined) checkRepository(PLACE, value, writtenText(text).includes('*'));
  if (expected !== undefined && value !== undefined && /[*?]/.test(writtenText(value))) {
    refuse(
      `text is ${quoted(text)}, but its ${name} must not contain a wildcard, which would match other owners. Create a subject for each value.`,
      'github-subject-wildcard',
    );
  }
  if (Token.isUnresolved(expected === undefined ? name : value) && writtenText(text).includes('*')) {
    refuse(
      `text is ${quoted(text)}, but ${expected === undefined ? 'the name of a claim' : `its ${name}`} must be a literal string in a subject with *, because IAM would interpret a * in its value as a ` +
        'wildcard. Use the literal value, or remove the *.',
      'github-subject-wildcard',
    );
  }
  if (name === 'job_workflow_ref' && value !== undefined) {
    const fault = faultOfJobWorkflowRef(value, writtenText(text).includes('*'));
    if (fault) refuse(`text is ${quoted(text)}, but its job_workflow_ref must ${fault}`);
  }
  if (isInPart) return;
  if (form !== undefined && value !== undefined && !form.test(value)) {
    refuse(`text is ${quoted(text)}, but its ${name} must be ${expected}. ${EXAMPLE}`);
  }
  if (isWithoutValue(name) || (/^[\w$#-]+$/.test(name) && value !== undefined && value !== '')) return;
  refuse(
    `text is ${quoted(text)}, but must consist of claims in the form name:value (${quoted(name)} is not), and a : in a value is written %3A. ${EXAMPLE}`,
  );
}

/** A value that has not been looked up, without the colons of an ARN. */
const NOT_LOOKED_UP = 'dummy-value-for-claim';

/** Splits a subject at the colons that the user has written. */
function claimsOf(subject: string): SubjectClaim[] {
  const segments = withLiteralsChanged(withPlaceholdersAs(subject, NOT_LOOKED_UP), (literal) => literal.replaceAll(':', SEPARATOR)).split(
    SEPARATOR,
  );
  const claims: SubjectClaim[] = [];
  while (segments.length > 0) {
    const name = segments.shift()!;
    claims.push(isWithoutValue(name) ? { name } : { name, value: segments.shift() });
  }
  return claims;
}

function isWithoutValue(name: string): boolean {
  return name === 'pull_request' || name === '*';
}

function refuse(problem: string, name: FindingName = 'github-subject'): never {
  throw new SecureRepositoryError(name, PLACE, problem);
}
