import { Catalogue } from './catalogue';
import { ImageState, stateWord } from './image-state';
import { Picture } from './picture';
import { reasonOf } from './why';
import { date } from './words';
import { familyOf } from '../../src/lifecycle/core/forecast/tag-family';
import { RepositoryImage } from '../../src/lifecycle/core/images';
import { shortDigest } from '../../src/lifecycle/core/reasons';
import { formatBytes } from '../../src/lifecycle/core/storage-size';

/** The name of an image: its tags, or the beginning of its digest; for an assumed push, its family. */
export function imageName({ basis }: Catalogue, place: number): string {
  const image = basis.images[place];
  if (basis.entryDays[place] > 0) return familyOf(image);
  return image.tags.length > 0 ? image.tags.join(', ') : shortDigest(image.digest);
}

/** The state of an image on the day of the picture, with the rule that expires it. */
export function stateText({ effect, states, takenBy }: Picture, place: number): string {
  const state = states[place] as ImageState;
  const rule = takenBy[place];
  return rule < 0 ? stateWord(state) : `${stateWord(state)} by rule ${effect.rules[rule].rulePriority}`;
}

/** The recorded pulls of an image. */
export function pullText({ lastPulledAt }: RepositoryImage): string {
  return lastPulledAt === undefined ? 'no recorded pull' : `last pull ${date(lastPulledAt)}`;
}

/** The size of an image. Manifest lists have none, because their images are separate entries. */
export function sizeText({ sizeInBytes, isManifestList }: RepositoryImage): string {
  if (sizeInBytes > 0) return formatBytes(sizeInBytes);
  return isManifestList ? 'manifest list' : 'size not known';
}

/** An image in one text, for a screen reader. */
export function imageSentence(picture: Picture, place: number): string {
  const { effect } = picture;
  const { basis, isInUse } = effect.catalogue;
  const image = basis.images[place];
  const facts = [`pushed ${date(basis.pushTimes[place])}`, sizeText(image), pullText(image), ...(isInUse[place] === 1 ? ['in use'] : [])];
  return `${imageName(effect.catalogue, place)}: ${[stateText(picture, place), facts.join(', '), ...reasonOf(picture, place)].join('; ')}`;
}
