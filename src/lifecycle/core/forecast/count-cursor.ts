/**
 * The last image that a rule with a count keeps, in a list of images that come and go. It moves as far as they come and go, and is never
 * searched anew.
 */
export class CountCursor {
  /** The place in the list up to which the images are counted. */
  private at = -1;
  private counted = 0;

  /**
   * @param identified the images that the rule selects, the newest first
   * @param limit the number of images to count
   * @param counts whether an image is there and counts
   */
  constructor(
    private readonly identified: Uint32Array,
    private readonly limit: number,
    private readonly counts: (image: number) => boolean,
  ) {}

  /** Notes that an image of the list begins to count, or no longer counts. */
  public changed(image: number, by: number): void {
    if (this.at >= 0 && image <= this.identified[this.at]) this.counted += by;
  }

  /** Forgets what was counted, because very many images began to count, or no longer do. */
  public reset(): void {
    this.at = -1;
    this.counted = 0;
  }

  /** Returns the image whose number from the newest is the limit, or undefined if there are fewer. */
  public last(): number | undefined {
    const { identified, limit, counts } = this;
    while (this.counted < limit && this.at + 1 < identified.length) {
      this.at++;
      if (counts(identified[this.at])) this.counted++;
    }
    while (this.at >= 0 && (this.counted > limit || (this.counted === limit && !counts(identified[this.at])))) {
      if (counts(identified[this.at])) this.counted--;
      this.at--;
    }
    return this.counted === limit && this.at >= 0 ? identified[this.at] : undefined;
  }
}
