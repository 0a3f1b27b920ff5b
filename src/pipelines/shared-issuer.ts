import { OidcSubject } from './oidc-subject';
import { errorFinding, Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { isUnknown } from '../private/unknown-value';

/** The beginning of a subject that names one customer of an issuer. */
interface CustomerForm {
  readonly form: RegExp;
  readonly example: string;
}

/**
 * Issuers with one URL for all of their customers, so that only the subject distinguishes the customers. IAM requires that a trust policy for them has a
 * condition for the subject or the audience, but it accepts a subject that matches several customers. The form is undefined if it was not found in the
 * documentation of the issuer.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const SHARED_ISSUERS: { readonly [issuer: string]: CustomerForm | undefined } = {
  // https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
  'app.terraform.io': { form: /^organization:[^:*?]+:/, example: 'organization:my-org:' },
  // https://vercel.com/docs/oidc/reference
  'oidc.vercel.com': { form: /^owner:[^:*?]+:/, example: 'owner:my-team:' },
  'accounts.google.com': undefined,
  'api.pulumi.com/oidc': undefined,
  'oidc.codefresh.io': undefined,
  'oidc-configuration.audit-log.githubusercontent.com': undefined,
  'proidc.upbound.io': undefined,
  'sandboxes.cloud': undefined,
  'scalr.io': undefined,
  'studio.datachain.ai/api': undefined,
  'tokens.cloud.shisho.dev': undefined,
  'vstoken.actions.githubusercontent.com': undefined,
};

/** Returns what is wrong with the patterns among the subjects of an issuer. An exact subject matches one job, and therefore one customer. */
export function patternFindings(issuer: string, subjects: readonly OidcSubject[]): Finding[] {
  const shared = Object.entries(SHARED_ISSUERS).find(([name]) => name === issuer.toLowerCase());
  return subjects.flatMap(({ _claim: text, _isPattern: isPattern }, index): Finding[] => {
    if (!isPattern || isUnknown(text)) return [];
    const place = `subjects[${index}] is ${quoted(text)}`;
    return [...(shared ? customerFindings(issuer, place, text, shared[1]) : []), ...literalFindings(place, text)];
  });
}

function customerFindings(issuer: string, place: string, text: string, customer: CustomerForm | undefined): Finding[] {
  if (!customer) {
    return [
      warningFinding(
        'oidc-shared-issuer',
        `${place}, but all customers of ${issuer} have the same issuer. Verify that the text before the wildcard names your organization and contains the ` +
          'separator after its name, or use OidcSubject.exact.',
      ),
    ];
  }
  if (customer.form.test(text)) return [];
  return [
    errorFinding(
      'oidc-subject-everyone',
      `${place}, but must begin with one customer of ${issuer}, because all customers have the same issuer. Begin with ${quoted(customer.example)}, for example.`,
    ),
  ];
}

function literalFindings(place: string, text: string): Finding[] {
  const [, after] = /\*[*?]*([^*?].*)$/.exec(text) ?? [];
  if (after === undefined) return [];
  return [
    warningFinding(
      'oidc-subject-wildcard',
      `${place}, but * also matches separators, so that a name in another subject can contain ${quoted(after)}. End the pattern with the first *, or write ` +
        'one ? for each character of an ID.',
    ),
  ];
}
