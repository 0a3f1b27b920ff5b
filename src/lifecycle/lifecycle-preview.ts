import { Finding } from '../private/finding';
import { PolicyDocument } from './core/document';
import { evaluate } from './core/evaluation';
import { storageClassOfImage } from './core/images';
import { VerdictReasons } from './core/reasons';
import { dollarsPerMonth } from './core/storage-size';
import { settledVerdicts, decidingRule, Verdict, VerdictAction } from './core/verdicts';
import { previewWarnings } from './core/warnings';
import { ImageInventory } from './image-inventory';
import { ImageAction, ImageOutcome, ImageStorageClass } from './image-outcome';
import { formatSummary, PreviewContents, totalsOf } from './preview-format';
import { formatJson } from './preview-json';
import { formatMarkdown } from './preview-markdown';
import { momentAndPrice, PreviewOptions } from './preview-options';
import { formatTable } from './preview-table';
import { StoragePreview, storagePreview } from './storage-preview';

const STORAGE_CLASSES = { standard: ImageStorageClass.STANDARD, archive: ImageStorageClass.ARCHIVE };

/**
 * The effect of a lifecycle policy on the images of a repository. ECR acts within 24 hours after images become due.
 *
 * The outcomes are computed once. The lists of images are created on each access.
 */
export class LifecyclePreview {
  /**
   * @param document none for a repository without a policy
   * @internal
   */
  public static _of(document: PolicyDocument | undefined, inventory: ImageInventory, options: PreviewOptions): LifecyclePreview {
    const { now, pricePerGbMonth: price } = momentAndPrice('LifecyclePolicy.preview', options);
    const { _images: images, _manifestLists: lists } = inventory;
    const verdicts = settledVerdicts(evaluate(document?.rules ?? [], images, now, lists), lists);
    return new LifecyclePreview(verdicts, new VerdictReasons(verdicts, lists, now), document, inventory, now, price);
  }

  private constructor(
    private readonly verdicts: readonly Verdict[],
    private readonly reasons: VerdictReasons,
    private readonly document: PolicyDocument | undefined,
    private readonly inventory: ImageInventory,
    private readonly now: number,
    private readonly pricePerGbMonth: number,
  ) {}

  /** The outcome for each image, from the newest to the oldest, with archived images at the end. */
  public get outcomes(): ImageOutcome[] {
    return this.outcomesOf(this.verdicts);
  }

  /** The images that are certainly kept. */
  public get kept(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.KEEP));
  }

  /** The images that are certainly deleted. */
  public get expired(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.EXPIRE));
  }

  /**
   * The images that are deleted or kept, in addition to `expired`. In most cases, the inventory does not show whether a retained manifest
   * list references them. `ImageInventory.withManifests` adds this information.
   */
  public get possiblyExpired(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.MAY_EXPIRE));
  }

  /** The images that certainly move to the archive storage class. */
  public get archived(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.ARCHIVE));
  }

  /** The images that move to the archive storage class or are kept, in addition to `archived`. */
  public get possiblyArchived(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.MAY_ARCHIVE));
  }

  /** The total size of the images that are certainly kept, in bytes. Layers that images share count once per image. */
  public get keptBytes(): number {
    return this.bytesHaving(ImageAction.KEEP);
  }

  /**
   * The total size of the images that are certainly deleted, in bytes. Together with `possiblyExpiredBytes`, this is the maximum that the policy
   * can free, because other images may share the layers.
   */
  public get expiredBytes(): number {
    return this.bytesHaving(ImageAction.EXPIRE);
  }

  /** The total size of the images in `possiblyExpired`, in bytes, in addition to `expiredBytes`. */
  public get possiblyExpiredBytes(): number {
    return this.bytesHaving(ImageAction.MAY_EXPIRE);
  }

  /** The total size of the images that move to the archive, in bytes. Layers that images share count once per image. */
  public get archivedBytes(): number {
    return this.bytesHaving(ImageAction.ARCHIVE);
  }

  /** The total size of the images in `possiblyArchived`, in bytes, in addition to `archivedBytes`. */
  public get possiblyArchivedBytes(): number {
    return this.bytesHaving(ImageAction.MAY_ARCHIVE);
  }

  /**
   * The monthly cost of the images that are certainly deleted, in dollars. Together with `possiblySavedDollarsPerMonth`, this is the maximum
   * that the policy can save, because other images may share the layers. An archived image costs the same as before, up to 150 TB in the archive.
   */
  public get savedDollarsPerMonth(): number {
    return dollarsPerMonth(this.expiredBytes, this.pricePerGbMonth);
  }

  /** The monthly cost of the images in `possiblyExpired`, in dollars, in addition to `savedDollarsPerMonth`. */
  public get possiblySavedDollarsPerMonth(): number {
    return dollarsPerMonth(this.possiblyExpiredBytes, this.pricePerGbMonth);
  }

  /** The warnings about the effect of the policy on these images, such as signatures that count as images. */
  public get warnings(): string[] {
    return this._warnings.map(({ message }) => message);
  }

  /** @internal */
  public get _warnings(): Finding[] {
    return previewWarnings(
      this.document?.rules ?? [],
      this.verdicts.map(({ image }) => image),
    );
  }

  /** Returns the preview in one line. */
  public summary(): string {
    return formatSummary(totalsOf(this.verdicts), this.verdicts.length, this.pricePerGbMonth);
  }

  /** Returns a table: the effect of each rule, the images that the policy acts on, the images that are kept, and the summary. */
  public toTable(): string {
    return this._toTable();
  }

  /**
   * Returns all results as JSON, in the format of `aws ecr get-lifecycle-policy-preview` with additional keys: `possiblePreviewResults`,
   * `rules`, `outcomes`, and further keys in `summary`.
   */
  public toJson(): string {
    return this._toJson();
  }

  /**
   * Returns the contents of `toTable()` in Markdown with a Mermaid chart of the storage in the next 90 days, for a GitHub step summary, for
   * example. It lists at most 500 images that the policy acts on, and is smaller than 1,024 KB.
   */
  public toMarkdown(): string {
    return this._toMarkdown();
  }

  /**
   * @param columns the width of a line
   * @param actions the images that are listed
   * @internal
   */
  public _toTable(columns?: number, actions?: ReadonlySet<VerdictAction>): string {
    return formatTable(this.contents(actions), columns);
  }

  /** @internal */
  public _toMarkdown(actions?: ReadonlySet<VerdictAction>, storage = this._storage()): string {
    return formatMarkdown(this.contents(actions), this.inventory._repository.name, storage);
  }

  /**
   * @param present the present policy, null for none; undefined if it is not known
   * @internal
   */
  public _storage(present?: PolicyDocument | null): StoragePreview {
    const { inventory, document, now, pricePerGbMonth } = this;
    return storagePreview(inventory, { document, present }, now, pricePerGbMonth);
  }

  /** @internal */
  public _toJson(actions?: ReadonlySet<VerdictAction>): string {
    const listed = this.verdicts.filter(({ action }) => actions === undefined || actions.has(action));
    const { document, now, pricePerGbMonth, savedDollarsPerMonth, possiblySavedDollarsPerMonth } = this;
    const { name: repositoryName, registryId } = this.inventory._repository;
    const outcomes = this.outcomesOf(listed);
    const dollars = { pricePerGbMonth, savedDollarsPerMonth, possiblySavedDollarsPerMonth };
    return formatJson(this.verdicts, listed, { document, registryId, repositoryName, now, outcomes, ...dollars });
  }

  private contents(actions?: ReadonlySet<VerdictAction>): PreviewContents {
    return new PreviewContents(this.verdicts, this.reasons, this.document, this.summary(), actions);
  }

  private having(action: ImageAction): Verdict[] {
    return this.verdicts.filter((verdict) => verdict.action === action);
  }

  private bytesHaving(action: ImageAction): number {
    return this.having(action).reduce((sum, { image }) => sum + image.sizeInBytes, 0);
  }

  private outcomesOf(verdicts: readonly Verdict[]): ImageOutcome[] {
    return verdicts.map((verdict) => outcomeOf(verdict, this.reasons.sentence(verdict)));
  }
}

function outcomeOf(verdict: Verdict, reason: string): ImageOutcome {
  const { image, action } = verdict;
  return {
    digest: image.digest,
    tags: [...image.tags],
    action: ImageAction[action],
    rulePriority: decidingRule(verdict)?.rulePriority,
    reason,
    needsManifests: verdict.needsManifests === true,
    pushedAt: new Date(image.pushedAt),
    sizeInBytes: image.sizeInBytes,
    storageClass: STORAGE_CLASSES[storageClassOfImage(image)],
  };
}
