import { InventoryEntry } from './inventory';
import { PolicyDocument } from '../lifecycle/core/document';
import { assertAccepted, parsedPolicy } from '../lifecycle/core/policy-faults';
import { messageOf } from '../private/secure-repository-error';

/** The lifecycle policy that a repository of an inventory has. */
export interface PresentPolicy {
  /** Null for no policy. Undefined if it could not be read: then `problem` says why. */
  readonly document?: PolicyDocument | null;
  readonly problem?: string;
}

/** Reads the present policy of a repository. A policy that the library does not accept is one that it cannot read: ECR has accepted it. */
export function presentPolicy({ file, name }: InventoryEntry): PresentPolicy {
  const { lifecyclePolicyText: text, missing } = file;
  if (text === undefined) return { problem: missing.lifecyclePolicyText ?? 'it was not collected' };
  if (text === null) return { document: null };
  try {
    const place = `${name}, lifecyclePolicyText`;
    const document = parsedPolicy(place, text);
    assertAccepted(place, document, text);
    return { document };
  } catch (error) {
    return { problem: messageOf(error).replace(/\s+/g, ' ') };
  }
}
