import { ImageDetail } from './image-detail';
import { RepositoryImage } from './images';
import { CommandOutput, isObject, jsonDocuments, passOutput } from './json-text';
import { quoted, quotedAndTruncated } from '../../private/format-value';
import { SecureRepositoryError } from '../../private/secure-repository-error';

const OUTPUT: CommandOutput = { finding: 'image-inventory', command: 'aws ecr describe-images --output json' };

/** The images of one repository. */
export interface Inventory {
  readonly images: readonly RepositoryImage[];
  readonly repository: InventoryRepository;
}

/** The repository that the images name. Its members are undefined if there are no images, or if a query has left them out. */
export interface InventoryRepository {
  readonly name?: string;
  /** The account. */
  readonly registryId?: string;
}

/** An entry of `imageDetails`, and its place for error messages. */
interface Detail {
  readonly place: string;
  readonly value: unknown;
}

/**
 * Reads the output of `aws ecr describe-images`: one or several documents with `imageDetails`, or only such lists.
 * @param place the source of the text, for error messages
 */
export function inventoryFromText(place: string, text: string): Inventory {
  const all = jsonDocuments(place, text, OUTPUT).flatMap((document) => (isListOfOutputs(document) ? document : [document]));
  const details = all.flatMap((document, index) => detailsOf(all.length === 1 ? place : `${place}, document ${index + 1}`, document));
  checkComplete(place, all);
  return inventoryOf(place, details);
}

/**
 * Reads the entries of `imageDetails` in that output, all of them.
 * @param place the source of the entries, for error messages
 */
export function inventoryFromEntries(place: string, entries: Iterable<unknown>): Inventory {
  return inventoryOf(place, numbered(place, entries));
}

function* numbered(place: string, entries: Iterable<unknown>): Generator<Detail> {
  let number = 0;
  for (const value of entries) yield { place: `${place}, imageDetails[${number++}]`, value };
}

function inventoryOf(place: string, details: Iterable<Detail>): Inventory {
  const name = new OnlyValue(place, 'repositoryName', 'repositories');
  const registryId = new OnlyValue(place, 'registryId', 'registries');
  const images = new Map<string, { image: RepositoryImage; firstPlace: string }>();
  for (const detail of details) {
    name.add(detail.value);
    registryId.add(detail.value);
    const image = new ImageDetail(detail.place, detail.value).read();
    const known = images.get(image.digest);
    if (known === undefined) {
      images.set(image.digest, { image, firstPlace: detail.place });
    }
    // overlapping pages have the same image twice
    else if (quoted(known.image) !== quoted(image)) {
      throw new SecureRepositoryError(
        'image-inventory',
        detail.place,
        `imageDigest is ${quotedAndTruncated(image.digest)} as in ${known.firstPlace.slice(place.length + 2)}, but the other members differ. ` +
          'Pass each image once.',
      );
    }
  }
  return { images: [...images.values()].map(({ image }) => image), repository: { name: name.value, registryId: registryId.value } };
}

function isListOfOutputs(document: unknown): document is unknown[] {
  return Array.isArray(document) && document.some((entry) => isObject(entry) && entry.imageDetails !== undefined);
}

/** An incomplete list would hide images that the policy expires. Pages may be in any order; the last page has no token. */
function checkComplete(place: string, all: unknown[]): void {
  if (!all.every(hasNextToken)) return;
  throw new SecureRepositoryError(
    'image-inventory',
    place,
    'the text has a nextToken and no last page, so images are missing. Run the command without --max-items and --no-paginate, or add the other pages.',
  );
}

function hasNextToken(document: unknown): boolean {
  const token: unknown = isObject(document) ? (document.nextToken ?? document.NextToken) : undefined;
  return typeof token === 'string' && token !== '';
}

function detailsOf(place: string, document: unknown): Detail[] {
  const other = otherCommand(document);
  if (other !== undefined) {
    throw new SecureRepositoryError(
      'image-inventory',
      place,
      `the text is the output of ${other}, which does not have the times on which rules depend. ` +
        'Run aws ecr describe-images --repository-name NAME --output json.',
    );
  }
  const list: unknown = isObject(document) ? document.imageDetails : document;
  if (Array.isArray(list)) return [...numbered(place, list)];
  throw new SecureRepositoryError('image-inventory', place, `the text has no imageDetails list. ${passOutput(OUTPUT)}`);
}

/** The command whose output the document is, if it is another command with images. */
function otherCommand(document: unknown): string | undefined {
  // an image has imageTags, and a pair of a digest and a tag has imageTag
  const isListOfIds = Array.isArray(document) && document.some((entry) => isObject(entry) && entry.imageTag !== undefined);
  if (isListOfIds || (isObject(document) && Array.isArray(document.imageIds))) return 'aws ecr list-images';
  return isObject(document) && Array.isArray(document.images) ? 'aws ecr batch-get-image' : undefined;
}

/** The value of a member, which must be the same in all images that have it. */
class OnlyValue {
  public value?: string;

  constructor(
    private readonly place: string,
    private readonly member: string,
    private readonly plural: string,
  ) {}

  public add(detail: unknown): void {
    const value: unknown = isObject(detail) ? detail[this.member] : undefined;
    if (typeof value !== 'string') return;
    this.value ??= value;
    if (value === this.value) return;
    throw new SecureRepositoryError(
      'image-inventory',
      this.place,
      `the text has images of the ${this.plural} ${quotedAndTruncated(this.value)} and ${quotedAndTruncated(value)}, but must have those of one repository. ` +
        'Preview each repository separately.',
    );
  }
}
