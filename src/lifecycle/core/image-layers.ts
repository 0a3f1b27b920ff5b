/** A layer or a configuration, as a manifest describes it. */
export interface Blob {
  readonly digest: string;
  /** The size in bytes, compressed as it is stored. */
  readonly size: number;
}

/** The layers and configurations that the images of a repository consist of, as far as their manifests are known. A repository stores each once. */
export class ImageLayers {
  /** The place of each blob in `sizes`. */
  private readonly places: Map<string, number>;
  private readonly sizes: number[];
  /** The places of the configuration and the layers of each image, in this order. */
  private readonly ofImages: Map<string, readonly number[]>;

  /** @param known what is known already */
  constructor(known?: ImageLayers) {
    this.places = new Map(known?.places);
    this.sizes = [...(known?.sizes ?? [])];
    this.ofImages = new Map(known?.ofImages);
  }

  /**
   * Adds an image with its configuration and its layers, in this order. If two manifests differ about the size of a blob, the layers of the second image remain unknown.
   */
  public add(imageDigest: string, blobs: readonly Blob[]): void {
    const places = blobs.map((blob) => this.placeOf(blob));
    if (places.every((place, index) => this.sizes[place] === blobs[index].size)) this.ofImages.set(imageDigest, places);
  }

  public has(imageDigest: string): boolean {
    return this.ofImages.has(imageDigest);
  }

  /** The bytes of the blobs of images whose layers are known, each blob once. */
  public bytesOf(images: Iterable<string>): number {
    const isCounted = new Uint8Array(this.sizes.length);
    let bytes = 0;
    for (const image of images) {
      for (const place of this.ofImages.get(image) ?? []) {
        if (isCounted[place] === 1) continue;
        isCounted[place] = 1;
        bytes += this.sizes[place];
      }
    }
    return bytes;
  }

  /** The groups of images with the same layers in the same order. Images without layers are in no group. */
  public sameLayers(images: Iterable<string>): { readonly digests: string[]; readonly bytes: number }[] {
    const groups = new Map<string, { readonly digests: string[]; readonly bytes: number }>();
    for (const image of images) {
      const layers = this.ofImages.get(image)?.slice(1) ?? [];
      if (layers.length === 0) continue;
      const key = layers.join();
      const group = groups.get(key);
      if (group !== undefined) group.digests.push(image);
      else groups.set(key, { digests: [image], bytes: [...new Set(layers)].reduce((sum, place) => sum + this.sizes[place], 0) });
    }
    return [...groups.values()].filter(({ digests }) => digests.length > 1);
  }

  private placeOf({ digest, size }: Blob): number {
    const known = this.places.get(digest);
    if (known !== undefined) return known;
    const place = this.sizes.push(size) - 1;
    this.places.set(digest, place);
    return place;
  }
}
