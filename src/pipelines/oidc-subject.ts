import { Token } from 'aws-cdk-lib';
import { writtenText } from './subject-text';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder } from '../private/unknown-value';

/**
 * Jobs that can assume a role, by the subject claim (`sub`) of the token that an OIDC issuer creates for each job. The documentation of the issuer
 * describes the form of its subjects, which the library does not check.
 */
export class OidcSubject {
  /**
   * Matches exactly one subject.
   * @param text the subject, as in `https://jenkins.example.com/job/my-app/`
   */
  public static exact(text: string): OidcSubject {
    const place = 'OidcSubject.exact';
    checkText(place, text);
    if (/[*?]/.test(writtenText(text))) {
      refuse(place, `text is ${quoted(text)}, but must not contain a wildcard, because IAM compares it exactly. Use OidcSubject.pattern.`);
    }
    return new OidcSubject(text, false);
  }

  /**
   * Matches the subjects that fit a pattern.
   *
   * A wildcard matches every character, including the separators of the subject. If a user can choose a name in the subject, such as that of a branch or
   * a job, the name can contain the text after a `*`. Therefore, text after a `*` causes a warning. Text after a `?` does not, because a `?`
   * matches exactly one character.
   * @param text a literal string with `*`, which matches zero or more characters, or `?`, which matches one. It must begin with a literal character
   */
  public static pattern(text: string): OidcSubject {
    const place = 'OidcSubject.pattern';
    checkText(place, text);
    if (Token.isUnresolved(text)) {
      refuse(
        place,
        'text is a token, but must be a literal string, because IAM would interpret a * in its value as a wildcard. Use OidcSubject.exact.',
      );
    }
    if (!isPlaceholder(text) && !/[*?]/.test(text)) {
      refuse(place, `text is ${quoted(text)}, but must contain * or ?. Use OidcSubject.exact.`);
    }
    if (/^[*?]/.test(text)) {
      refuse(
        place,
        `text is ${quoted(text)}, but must not begin with a wildcard, which would match the subjects of other owners. Begin with the owner.`,
      );
    }
    return new OidcSubject(text, true);
  }

  /** @internal */
  public readonly _class = 'OidcSubject';

  private constructor(
    /** @internal */
    public readonly _claim: string,
    /** @internal */
    public readonly _isPattern: boolean,
  ) {}
}

function checkText(place: string, text: unknown): asserts text is string {
  if (typeof text !== 'string' || text === '') {
    refuse(place, `text is ${quoted(text)}, but must be the subject that the issuer sends. Use the claim sub of a token.`);
  }
  if (text.trim() !== text) {
    refuse(place, `text is ${quoted(text)}, but must not begin or end with white space. Use ${quoted(text.trim())}.`);
  }
  if (writtenText(text).includes('${')) {
    refuse(place, `text is ${quoted(text)}, but must not contain \${, which begins a policy variable of IAM. Use another name.`);
  }
}

function refuse(place: string, problem: string): never {
  throw new SecureRepositoryError('oidc-subject', place, problem);
}
