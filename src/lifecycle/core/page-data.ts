import { PolicyDocument } from './document';
import { ImageColumns, imagesOfColumns, listsOfColumns } from './image-columns';
import { ManifestLists, RepositoryImage } from './images';

/** The JSON in the file of the page. The page and the command have the same version of this format. */
export interface PageData {
  readonly formatVersion: 1;
  /** The time of the preview, in milliseconds since 1970. */
  readonly now: number;
  /** In dollars, for a GB (1,024 MB). */
  readonly pricePerGbMonth: number;
  readonly repositories: readonly PageRepository[];
  /** What could not be read of the accounts and Regions. */
  readonly unread: readonly string[];
}

/** A repository in the file of the page. */
export interface PageRepository {
  /** Undefined if neither the images nor the policy has it. */
  readonly name?: string;
  /** The account. */
  readonly registryId?: string;
  readonly region?: string;
  /** Undefined if the file does not contain them: `why.images` says why. */
  readonly images?: ImageColumns;
  /** The present policy; null for none. Undefined if it is not known: `why.present` says why. */
  readonly present?: PolicyDocument | null;
  /** The proposed policy; null for none. Undefined if nothing is proposed, or if it is not known: then `why.proposed` says why. */
  readonly proposed?: PolicyDocument | null;
  /** Sentences about what is not in the file. */
  readonly why: { readonly images?: string; readonly present?: string; readonly proposed?: string };
  /** The places of the images that something runs. Undefined if nothing is known about that. */
  readonly inUse?: readonly number[];
  /** Values that could not be collected, with the reasons. */
  readonly missing: readonly string[];
  /** The numbers of a report; undefined in the page of one repository. */
  readonly row?: PageRow;
  /** Whether the costs of the row are exact, because the layers of all images are known. Undefined if they are maximums. */
  readonly isCostExact?: boolean;
}

/** The numbers of a repository in a report. Each is undefined if it is not known. Sizes are maximums, because images share layers; `isCostExact` is about costs. */
export interface PageRow {
  readonly imageCount?: number;
  readonly sizeInBytes?: number;
  readonly dollarsPerMonth?: number;
  /** The images that the present policy expires. */
  readonly currentlyExpiredCount?: number;
  readonly currentlyPossiblyExpiredCount?: number;
  /** The images that the proposed policy expires and the present one does not. */
  readonly additionallyExpiredCount?: number;
  readonly possiblyExpiredCount?: number;
  readonly savedDollarsPerMonth?: number;
  readonly possiblySavedDollarsPerMonth?: number;
  /** The uses of images that expire, are archived, or may be: one for each place that runs an image. */
  readonly inUseExpiredCount?: number;
}

/** The images of a repository, as the evaluation takes them. */
export interface PageImages {
  readonly images: readonly RepositoryImage[];
  readonly lists: ManifestLists;
  /** The digests of the images that something runs. Undefined if nothing is known about that. */
  readonly inUse?: ReadonlySet<string>;
}

/** Reads the images of a repository; undefined if the file does not contain them. */
export function pageImages({ images: columns, inUse }: PageRepository): PageImages | undefined {
  if (columns === undefined) return undefined;
  const images = imagesOfColumns(columns);
  return { images, lists: listsOfColumns(columns, images), inUse: inUse && new Set(inUse.map((place) => images[place].digest)) };
}

const ESCAPED: Record<string, string> = { '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/** Returns the JSON of the data, in which nothing ends the element of the page that contains it. */
export function pageJson(data: PageData): string {
  return JSON.stringify(data).replace(/[<\u2028\u2029]/g, (character) => ESCAPED[character]);
}

/** The places of images that digests or tags name. */
export function placesOf(images: readonly RepositoryImage[], names: readonly { readonly digestOrTag: string }[]): number[] {
  if (names.length === 0) return [];
  const wanted = new Set(names.map(({ digestOrTag }) => digestOrTag));
  return [...images.keys()].filter((place) => [images[place].digest, ...images[place].tags].some((name) => wanted.has(name)));
}
