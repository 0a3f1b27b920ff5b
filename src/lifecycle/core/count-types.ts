import { pullTime, pushTime, RepositoryImage, StorageClass } from './images';

/** The meaning of a count type of ECR. A new count type is a row of `COUNT_TYPES`. */
interface CountTypeDefinition {
  /** The event from which `countNumber` counts days. Undefined where it counts images. */
  readonly event?: CountedEvent;
  /** The storage class of the images that a rule with this count type selects. */
  readonly storageClass: StorageClass;
  /** The actions that ECR accepts with it. */
  readonly actions: readonly ('expire' | 'transition')[];
  /** What to do instead of an action that ECR does not accept with it. */
  readonly otherAction?: string;
  /** The smallest `countNumber` that ECR accepts, if it is not 1, and the reason. */
  readonly minimum?: { readonly count: number; readonly reason: string };
}

interface CountedEvent {
  /** The name of the event, as it is used in the description of a rule. */
  readonly name: string;
  /** The time of the event. Undefined where the inventory does not have it. */
  readonly time: (image: RepositoryImage, now: number) => number | undefined;
  /** Describes the event and how long ago it was. */
  readonly describe: (image: RepositoryImage, now: number, ago: (time: number) => string) => string;
}

export type CountType = 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned';

/** The count types of lifecycle rules. */
export const COUNT_TYPES: { readonly [countType in CountType]: CountTypeDefinition } = {
  imageCountMoreThan: { storageClass: 'standard', actions: ['expire', 'transition'] },
  sinceImagePushed: {
    event: { name: 'the push', time: pushTime, describe: describePush },
    storageClass: 'standard',
    actions: ['expire', 'transition'],
  },
  sinceImagePulled: {
    event: { name: 'the last pull', time: pullTime, describe: describePull },
    storageClass: 'standard',
    actions: ['transition'],
    otherAction: 'Archive the images that are not pulled, and expire archived images',
  },
  sinceImageTransitioned: {
    event: { name: 'archiving', time: ({ lastArchivedAt }) => lastArchivedAt, describe: describeArchiving },
    storageClass: 'archive',
    actions: ['expire'],
    otherAction: 'Use the action "expire", because the images are already archived',
    minimum: { count: 90, reason: 'ECR stores an archived image for at least 90 days' },
  },
};

/** Whether a value is a count type that this version knows. */
export function isCountType(value: unknown): value is CountType {
  return typeof value === 'string' && Object.hasOwn(COUNT_TYPES, value);
}

/** The names of the count types for images of a storage class, or of all of them. */
export function countTypesFor(storageClass?: StorageClass): string[] {
  return Object.entries(COUNT_TYPES)
    .filter(([, type]) => storageClass === undefined || type.storageClass === storageClass)
    .map(([name]) => name);
}

/** The unit of the `countNumber` of a count type. */
export function unitOf(countType: CountType): 'images' | 'days' {
  return COUNT_TYPES[countType].event === undefined ? 'images' : 'days';
}

/** Describes when the image was pushed, or restored from the archive, which counts as a push. */
export function describePush(image: RepositoryImage, now: number, ago: (time: number) => string): string {
  if (image.status === 'ACTIVATING') return 'being restored from the archive now';
  return `${image.lastActivatedAt === undefined ? 'pushed' : 'restored'} ${ago(pushTime(image, now))}`;
}

function describePull(image: RepositoryImage, now: number, ago: (time: number) => string): string {
  const pulled = pullTime(image, now);
  if (pulled > pushTime(image, now)) return `last pulled ${ago(pulled)}`;
  const pushed = describePush(image, now, ago);
  return image.status === 'ACTIVATING' ? pushed : `${pushed} and not pulled since`;
}

function describeArchiving({ lastArchivedAt }: RepositoryImage, _now: number, ago: (time: number) => string): string {
  return lastArchivedAt === undefined ? 'the inventory does not show when it was archived' : `archived ${ago(lastArchivedAt)}`;
}
