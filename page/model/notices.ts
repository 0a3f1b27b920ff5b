import { counted } from './words';
import { hasUnknownReferences } from '../../src/lifecycle/core/images';
import { PageImages, PageRepository } from '../../src/lifecycle/core/page-data';

/** What the page cannot show of a repository, in sentences. */
export function noticesOf(repository: PageRepository, images: PageImages | undefined): string[] {
  const { present, proposed, why, missing } = repository;
  return [
    ...(images === undefined
      ? [`The images are not in this file, so only the numbers of the report are known. ${why.images ?? ''}`.trim()]
      : []),
    ...(images?.images.length === 0 ? ['The repository has no images, so no policy changes anything today.'] : []),
    ...(present === undefined && why.present !== undefined ? [`The present policy is not shown. ${why.present}`] : []),
    ...(proposed === undefined && why.proposed !== undefined ? [`The proposed policy is not shown. ${why.proposed}`] : []),
    ...(present === null && proposed === undefined ? ['The repository has no lifecycle policy, so all images stay.'] : []),
    ...(present === undefined && proposed === undefined ? ['No policy is known. The page shows the images without a policy.'] : []),
    ...(images === undefined ? [] : [...ofManifests(images, repository.row !== undefined), ...ofSizes(images)]),
    ...missing.filter((value) => !isSaid(value, why)).map((value) => `Not collected: ${value}`),
  ];
}

/** Whether a sentence above has the reason of a value that was not collected. */
function isSaid(missing: string, why: PageRepository['why']): boolean {
  const [name, ...reason] = missing.split(': ');
  const sentence = { images: why.images, lifecyclePolicyText: why.present }[name];
  return sentence?.includes(reason.join(': ')) ?? false;
}

function ofManifests({ images, lists }: PageImages, isFleet: boolean): string[] {
  // a list does not reference itself
  if (images.length < 2 || !images.some((image) => hasUnknownReferences(image, lists))) return [];
  const remedy = isFleet ? 'Run collect with --manifests' : 'Pass the output of aws ecr batch-get-image with --manifests';
  return [`It is not known which images the manifest lists reference, so it is not certain which images go. ${remedy}.`];
}

function ofSizes({ images }: PageImages): string[] {
  const unknown = images.filter(({ sizeInBytes, isManifestList }) => sizeInBytes === 0 && !isManifestList).length;
  if (unknown === 0) return [];
  if (unknown === images.length) return ['No image has a size, so storage and cost are not known.'];
  return [`${counted(unknown, 'image')} without a size count as 0 bytes, so storage and cost can be higher.`];
}

/** Whether the size of at least one image is known, so that storage and cost mean something. */
export function hasSizes({ images }: PageImages): boolean {
  return images.length === 0 || images.some(({ sizeInBytes }) => sizeInBytes > 0);
}

/** Whether at least two images have layers, some of which may be the same. */
export function mayShareLayers({ images }: PageImages): boolean {
  return images.filter(({ sizeInBytes }) => sizeInBytes > 0).length > 1;
}
