import { isObject } from './fault';
import { ImageDetail } from './image-detail';
import { RepositoryImage } from './images';
import { jsonDocuments } from './json-text';
import { quoted, quotedAndTruncated } from '../../private/format-value';
import { SecureRepositoryError } from '../../private/secure-repository-error';

const EXPECTED = 'expected what aws ecr describe-images --output json prints';

/**
 * The images in the output of `aws ecr describe-images`: one or several documents with `imageDetails`, or bare lists of them.
 * @param place what the text is, for error messages
 */
export function inventoryFromText(place: string, text: string): Inventory {
  const all = documents(place, text);
  const details = all.flatMap((document, index) => detailsOf(place, all.length === 1 ? '' : `document ${index + 1}, `, document));
  checkComplete(place, all);
  const repository = {
    name: onlyValue(place, details, 'repositoryName', 'repositories'),
    registryId: onlyValue(place, details, 'registryId', 'registries'),
  };

  const images = new Map<string, { image: RepositoryImage; path: string }>();
  for (const { path, value } of details) {
    const image = new ImageDetail(`${place}: ${path}`, value).read();
    const known = images.get(image.digest);
    if (known === undefined) {
      images.set(image.digest, { image, path });
    }
    // pages that overlap show an image twice
    else if (quoted(known.image) !== quoted(image)) {
      throw new SecureRepositoryError(
        'image-inventory',
        `${place}: ${path}`,
        `imageDigest is ${quotedAndTruncated(image.digest)} as in ${known.path}, but the rest differs, expected each image once`,
      );
    }
  }
  return { images: [...images.values()].map(({ image }) => image), repository };
}

/** The images of one repository. */
export interface Inventory {
  readonly images: readonly RepositoryImage[];
  readonly repository: InventoryRepository;
}

/** What the images say of their repository: nothing when there are none, or when a query has left it out. */
export interface InventoryRepository {
  readonly name?: string;
  /** The account. */
  readonly registryId?: string;
}

/** An image as it was given, and where. */
interface Detail {
  readonly path: string;
  readonly value: unknown;
}

function documents(place: string, text: string): unknown[] {
  // from JavaScript
  if (typeof text !== 'string') throw new SecureRepositoryError('image-inventory', place, `given ${quotedAndTruncated(text)}, ${EXPECTED}`);
  // PowerShell and some editors begin a file with a byte order mark
  const withoutMark = text.replace(/^\uFEFF/, '');
  if (withoutMark.trim() === '') throw new SecureRepositoryError('image-inventory', place, `the text is empty, ${EXPECTED}`);
  return jsonDocuments(place, withoutMark, EXPECTED).flatMap((document) => (isListOfOutputs(document) ? document : [document]));
}

function isListOfOutputs(document: unknown): document is unknown[] {
  return Array.isArray(document) && document.some((entry) => isObject(entry) && entry.imageDetails !== undefined);
}

/** A list that was cut off would make a policy look kinder than it is. Pages may come in any order; the last one has no token. */
function checkComplete(place: string, all: unknown[]): void {
  if (!all.every(hasNextToken)) return;
  throw new SecureRepositoryError(
    'image-inventory',
    place,
    'it has a nextToken and no last page, so more images follow, expected all of them. Leave out --max-items and --no-paginate, or add the other pages',
  );
}

function hasNextToken(document: unknown): boolean {
  const token: unknown = isObject(document) ? (document.nextToken ?? document.NextToken) : undefined;
  return typeof token === 'string' && token !== '';
}

function detailsOf(place: string, prefix: string, document: unknown): Detail[] {
  const other = otherOutput(document);
  if (other !== undefined) {
    throw new SecureRepositoryError(
      'image-inventory',
      place,
      `${prefix}it is what ${other} prints, without the times that decide, ${EXPECTED}. ` +
        'Run aws ecr describe-images --repository-name NAME --output json',
    );
  }
  const list: unknown = isObject(document) ? document.imageDetails : document;
  if (Array.isArray(list)) return list.map((value: unknown, index) => ({ path: `${prefix}imageDetails[${index}]`, value }));
  throw new SecureRepositoryError('image-inventory', place, `${prefix}there is no list imageDetails, ${EXPECTED}`);
}

/** The command that has printed images in another form; none when there is nothing to tell it by. */
function otherOutput(document: unknown): string | undefined {
  // an image has imageTags, and a pair of a digest and a tag has imageTag
  const isListOfIds = Array.isArray(document) && document.some((entry) => isObject(entry) && entry.imageTag !== undefined);
  if (isListOfIds || (isObject(document) && Array.isArray(document.imageIds))) return 'aws ecr list-images';
  return isObject(document) && Array.isArray(document.images) ? 'aws ecr batch-get-image' : undefined;
}

/** What a member says in every image that has it. */
function onlyValue(place: string, details: Detail[], member: string, plural: string): string | undefined {
  const values = new Set(details.map(({ value }) => (isObject(value) ? value[member] : undefined)));
  const [only, other] = [...values].filter((one) => typeof one === 'string');
  if (other === undefined) return only;
  throw new SecureRepositoryError(
    'image-inventory',
    place,
    `it holds images of the ${plural} ${quotedAndTruncated(only)} and ${quotedAndTruncated(other)}, expected one repository. Preview each repository separately`,
  );
}
