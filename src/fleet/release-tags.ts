import { TagPattern } from '../lifecycle/core/tag-pattern';

/** What decides whether a tag is that of a release, with its text in reports. */
export type ReleaseTags = Pick<TagPattern, 'text' | 'matches'>;

/** Tags that are versions, without those of pre-releases. */
export const VERSION_TAGS: ReleaseTags = { text: 'such as v1.2.3', matches: (tag) => /^v?\d+\.\d+\.\d+$/.test(tag) };
