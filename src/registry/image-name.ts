import { Construct } from 'constructs';
import { isNamespace } from './repository-prefix';
import { DIGEST, TAG } from '../lifecycle/core/image-reference';
import { quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

const LONGEST_NAME = 256;

/** The cache of an image. */
export interface CacheOfImage {
  readonly prefix: string;
  readonly upstreamPrefix?: string;
  /** The name of the upstream in the rule, such as `docker-hub`. */
  readonly registry: string;
  readonly url: string;
}

/** Throws an error unless a text is the name of a repository in the upstream of a cache. */
export function checkUpstreamName(place: Construct, name: string, { prefix, upstreamPrefix, registry, url }: CacheOfImage): void {
  checkType(place, 'name', name, 'text');
  if (isUnknown(name)) return;
  const refuse = (problem: string) => new SecureRepositoryError('image-uri', place, `name is ${quoted(name)}, ${problem}`);
  const [host, ...rest] = name.split('/');
  if (rest.length > 0 && [url, 'docker.io', 'index.docker.io'].includes(host)) {
    throw refuse(`which begins with the host of the upstream, but the cache has the host of Amazon ECR. Pass ${quoted(rest.join('/'))}.`);
  }
  const [withoutTag] = name.split(/[:@]/);
  if (withoutTag !== name && isNamespace(withoutTag)) {
    throw refuse(`which contains a tag or a digest. Pass ${quoted(withoutTag)}, and the tag or the digest as the second argument.`);
  }
  if (!isNamespace(name)) {
    throw refuse(
      'but must be the name of a repository in the upstream: lowercase letters and digits in parts separated by ".", "_", "__", hyphens or "/". Pass a name such ' +
        'as "library/nginx".',
    );
  }
  const length = `${prefix}/${name}`.length;
  if (!isUnknown(prefix) && length > LONGEST_NAME) {
    throw refuse(
      `so the name of the cached repository has ${length} characters, but at most ${LONGEST_NAME} are possible. Use a shorter prefix of the cache.`,
    );
  }
  if (registry === 'docker-hub' && upstreamPrefix === undefined && rest.length === 0) {
    throw refuse(
      `but Amazon ECR requires the namespace "library" for the official images of Docker Hub. Pass ${quoted(`library/${name}`)}.`,
    );
  }
}

/** Throws an error unless a text is a tag or a digest. */
export function checkTagOrDigest(place: Construct, tagOrDigest: string): void {
  checkType(place, 'tagOrDigest', tagOrDigest, 'text');
  if (isUnknown(tagOrDigest) || TAG.test(tagOrDigest) || DIGEST.test(tagOrDigest)) return;
  throw new SecureRepositoryError(
    'image-uri',
    place,
    `tagOrDigest is ${quoted(tagOrDigest)}, but must be a tag of 1 to 128 letters, digits, ".", "_" and "-" that begins with a letter, a digit or "_", or "sha256:" ` +
      'with 64 hexadecimal digits. Pass a tag such as "1.29".',
  );
}
