import { quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

const FORM = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

/** The namespace of a repository template: the part of the names before a slash, or the root. */
export class RepositoryPrefix {
  /** Every repository that no other template of the registry covers. */
  public static root(): RepositoryPrefix {
    return new RepositoryPrefix(undefined);
  }

  /**
   * The repositories below a namespace.
   * @param prefix the namespace without a slash at its end, such as `team-a`, 1 to 256 characters
   */
  public static of(prefix: string): RepositoryPrefix {
    checkPrefix('RepositoryPrefix.of(prefix)', prefix, { shortest: 1, longest: 256 });
    return new RepositoryPrefix(prefix);
  }

  private constructor(
    /** @internal The namespace without a slash at its end; undefined for the root. */
    public readonly _namespace: string | undefined,
  ) {}
}

/** Whether a text has the form of a namespace, which is also that of the name of a repository. */
export function isNamespace(text: string): boolean {
  return FORM.test(text);
}

/** Throws an error unless the text is a namespace. ECR adds the slash at its end. */
export function checkPrefix(
  place: string | { readonly node: { readonly path: string } },
  prefix: string,
  length: { shortest: number; longest: number },
  member = 'prefix',
): void {
  checkType(place as string, member, prefix, 'text');
  if (isUnknown(prefix)) return;
  const { shortest, longest } = length;
  if (prefix.length >= shortest && prefix.length <= longest && isNamespace(prefix)) return;
  const meant = prefix.replace(/[/*]+$/, '');
  const action =
    meant !== prefix && isNamespace(meant) ? `Pass ${quoted(meant)}; ECR adds the slash.` : 'Pass a namespace such as "docker-hub".';
  throw new SecureRepositoryError(
    'repository-prefix',
    place,
    `${member} is ${quoted(prefix)}, but must have ${shortest} to ${longest} characters: lowercase letters and digits in parts separated by ".", "_", "__", hyphens ` +
      `or "/", without a slash at its end. ${action}`,
  );
}
