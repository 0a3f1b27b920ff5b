/** Tags that cosign gives to what it stores about an image, unless it stores it as a referring artifact. */
const TAG = /^sha256-([0-9a-f]{64})\.(sig|att|sbom)$/;

const KINDS: { readonly [suffix: string]: string } = { sig: 'signature', att: 'attestation', sbom: 'SBOM' };

/** What a tag of cosign says of the image that has it. */
export interface CosignTag {
  /** The image that it is about. */
  readonly digest: string;
  /** What it is, in words. */
  readonly kind: string;
}

/** Reads a tag of cosign; none when no tag of the image is one, or when it has another tag, too, and so is an image by itself. */
export function cosignTag(tags: readonly string[]): CosignTag | undefined {
  // asked of every image, and most have no such tag
  if (!tags[0]?.startsWith('sha256-')) return undefined;
  const matches = tags.map((tag) => TAG.exec(tag));
  const [first] = matches;
  if (!first || matches.includes(null)) return undefined;
  const [, hex, suffix] = first;
  return { digest: `sha256:${hex}`, kind: KINDS[suffix] };
}
