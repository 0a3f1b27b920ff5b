import { PolicyDocument } from '../../src/lifecycle/core/document';
import { PageRepository } from '../../src/lifecycle/core/page-data';

/** A policy that the page can show. */
export interface PolicyChoice {
  readonly key: 'present' | 'proposed' | 'none' | 'changed';
  readonly name: string;
  /** Null for no policy. */
  readonly document: PolicyDocument | null;
}

/** The policies of the file: the proposed one first, because the page was made to show it. No policy, if none is known. */
export function choicesOf({ present, proposed }: Pick<PageRepository, 'present' | 'proposed'>): PolicyChoice[] {
  const name = (policy: string, document: PolicyDocument | null) => `${policy}${document === null ? ' (none)' : ''}`;
  const choices: PolicyChoice[] = [];
  if (proposed !== undefined) choices.push({ key: 'proposed', name: name('proposed policy', proposed), document: proposed });
  if (present !== undefined) choices.push({ key: 'present', name: name('present policy', present), document: present });
  return choices.length > 0 ? choices : [{ key: 'none', name: 'no policy', document: null }];
}

/** The policy with which another one is compared: the present one, if it is known. */
export function referenceOf(choices: readonly PolicyChoice[], shown: PolicyChoice): PolicyChoice | undefined {
  const reference = choices.find(({ key }) => key === 'present') ?? choices[0];
  return reference.key === shown.key ? undefined : reference;
}
