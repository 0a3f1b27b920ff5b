import { readFileSync, statSync } from 'node:fs';
import { Construct } from 'constructs';
import { DIGEST, TAG } from '../lifecycle/core/image-reference';
import { isObject } from '../lifecycle/core/json-text';
import { decodedText } from '../private/decoded-text';
import { isOrIsMissing, quoted, quotedAndTruncated } from '../private/format-value';
import { checkType } from '../private/input-type';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

const MEBIBYTE = 1024 * 1024;
/** More than the complete output for 100,000 images. */
const MOST_MEBIBYTES = 64;
const QUERY = 'imageDetails[].{imageTags: imageTags, imageDigest: imageDigest}';

/** The command that writes the file. A shell in single quotes leaves the query as it is. */
export function digestsCommand(path: string, tag: string): string {
  const file = /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
  return `aws ecr describe-images --repository-name NAME --image-ids imageTag=${tag} --query '${QUERY}' --output json > ${file}`;
}

/** An image of the file. */
interface TaggedImage {
  readonly tags: readonly string[];
  readonly digest: string;
}

/** Returns the digest of a tag according to a file that `digestsCommand` has written. */
export function digestOfTag(scope: Construct, path: string, tag: string): string {
  checkType(scope, 'path', path, 'text');
  checkType(scope, 'tag', tag, 'text');
  const refuse = (problem: string) =>
    new SecureRepositoryError('image-digests', scope, `${problem}. Run ${digestsCommand(path, TAG.test(tag) ? tag : 'TAG')}.`);
  for (const [name, value] of Object.entries({ path, tag })) {
    if (isUnknown(value)) throw refuse(`${name} is a token, but must be known at synthesis, when the file is read`);
  }
  if (!TAG.test(tag)) {
    throw refuse(`tag is ${quoted(tag)}, but must be a tag of 1 to 128 letters, digits, ".", "_" and "-", not beginning with "." or "-"`);
  }
  const found = new Set(imagesOf(path, refuse).flatMap(({ tags, digest }) => (tags.includes(tag) ? [digest] : [])));
  const [digest, other] = found;
  if (digest === undefined) throw refuse(`${path} does not contain the tag ${quoted(tag)}`);
  if (other !== undefined) {
    throw refuse(`${path} contains the tag ${quoted(tag)} with two digests, ${digest} and ${other}, but a tag has one`);
  }
  return digest;
}

type Refuse = (problem: string) => SecureRepositoryError;

function imagesOf(path: string, refuse: Refuse): TaggedImage[] {
  const document = documentOf(path, refuse);
  const details = isObject(document) ? document.imageDetails : document;
  if (!Array.isArray(details)) {
    throw refuse(`${path} contains ${quotedAndTruncated(document)}, but must contain a list of images with imageTags and imageDigest`);
  }
  return details.map((detail: unknown, index) => imageOf(`${path}, image ${index + 1}`, detail, refuse));
}

function documentOf(path: string, refuse: Refuse): unknown {
  const text = textOf(path, refuse);
  if (text.trim() === '') throw refuse(`${path} is empty, as after a command that failed`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(`${path} is not valid JSON (${messageOf(error)})`);
  }
}

function textOf(path: string, refuse: Refuse): string {
  try {
    const { size } = statSync(path);
    if (size <= MOST_MEBIBYTES * MEBIBYTE) return decodedText(readFileSync(path));
    throw new Error(`it has ${Math.ceil(size / MEBIBYTE)} MiB, and at most ${MOST_MEBIBYTES} MiB are read`);
  } catch (error) {
    throw refuse(`${path} cannot be read (${messageOf(error)})`);
  }
}

function imageOf(place: string, detail: unknown, refuse: Refuse): TaggedImage {
  if (!isObject(detail)) throw refuse(`${place} is ${quotedAndTruncated(detail)}, but must be an object with imageTags and imageDigest`);
  const { imageTags: tags, imageDigest: digest } = detail;
  if (typeof digest !== 'string' || !DIGEST.test(digest)) {
    throw refuse(`${place}: imageDigest ${isOrIsMissing(digest)}, but must be "sha256:" and 64 lowercase hexadecimal digits`);
  }
  // an image without a tag has no imageTags, which the query writes as null
  if (tags === undefined || tags === null) return { tags: [], digest };
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string')) {
    throw refuse(`${place}: imageTags is ${quotedAndTruncated(tags)}, but must be a list of strings`);
  }
  return { tags, digest };
}
