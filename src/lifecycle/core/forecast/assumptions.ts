import { DocumentRule } from '../document';
import { hasUnknownReferences, ManifestLists, RepositoryImage } from '../images';

/** What a forecast is about: the inventory, and the rules of all policies that are compared. */
export interface ForecastSubject {
  readonly images: readonly RepositoryImage[];
  readonly lists: ManifestLists;
  readonly rules: readonly DocumentRule[];
}

/** A reason for which the coming days can differ from the forecast. */
interface Assumption {
  readonly applies: (subject: ForecastSubject) => boolean;
  readonly sentence: string;
}

const ASSUMPTIONS: readonly Assumption[] = [
  {
    applies: ({ images }) => images.length > 0,
    sentence:
      'Each tag family is assumed to continue with its rate of pushes and its mean size. Families of which no image is left are not known.',
  },
  {
    applies: ({ rules }) => rules.some(({ selection }) => selection.countType === 'sinceImagePulled'),
    sentence: 'Future pulls are not known. An image that is pulled is archived later than shown.',
  },
  {
    applies: ({ images }) => images.filter(({ sizeInBytes }) => sizeInBytes > 0).length > 1,
    sentence: 'Layers that images share are counted once per image, so storage and cost are upper limits.',
  },
  {
    applies: ({ images, lists }) => images.some((image) => hasUnknownReferences(image, lists)),
    sentence:
      'It is not known which images some manifest lists reference. ECR keeps those images as long as the lists, so storage can be between the two limits.',
  },
  {
    applies: ({ images }) => images.some(({ status }) => status === 'ACTIVATING'),
    sentence: 'Images that are being restored from the archive are considered to be restored now.',
  },
  {
    applies: ({ images, rules }) => rules.length > 0 && images.length > 0,
    sentence: 'ECR acts within 24 hours after an image is due. The forecast acts immediately.',
  },
];

/** Describes what a forecast assumes, and what it cannot know: the sentences that apply to these images and rules. */
export function forecastAssumptions(subject: ForecastSubject): string[] {
  return ASSUMPTIONS.filter(({ applies }) => applies(subject)).map(({ sentence }) => sentence);
}
