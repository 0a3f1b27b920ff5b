import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { cosignWarnings } from './core/cosign';
import { PolicyDocument } from './core/document';
import { evaluate } from './core/evaluation';
import { storageClassOfImage } from './core/images';
import { InventoryRepository } from './core/inventory';
import { VerdictReasons } from './core/reasons';
import { decidingRule, settledVerdicts, Verdict, VerdictAction } from './core/verdicts';
import { ImageAction } from './image-action';
import { ImageInventory } from './image-inventory';
import { ImageOutcome } from './image-outcome';
import { ImageStorageClass } from './image-storage-class';
import { totalsOf } from './image-totals';
import { PreviewContents } from './preview-contents';
import { previewJson } from './preview-json';
import { previewMarkdown } from './preview-markdown';
import { previewSummary } from './preview-summary';
import { previewTable } from './preview-table';

/** How to look at what a policy would do. */
export interface PreviewOptions {
  /**
   * The moment at which the policy is applied.
   * @default - now
   */
  readonly now?: Date;
  /**
   * What a GB (1,024 MB) costs a month, in dollars, from 0.
   * @default 0.10, the price of both storage classes in us-east-1, up to 150 TB of archived images, in March 2026
   * @see https://aws.amazon.com/ecr/pricing/
   */
  readonly pricePerGbMonth?: number;
}

const BYTES_PER_GB = 1024 ** 3;
const STORAGE_CLASSES = { standard: ImageStorageClass.STANDARD, archive: ImageStorageClass.ARCHIVE };

/**
 * What a lifecycle policy would do with the images of a repository. ECR does it within 24 hours after the images become due.
 *
 * It is decided at once; the lists of images, with a sentence for each, are made anew each time that they are asked for.
 */
export class LifecyclePreview {
  /**
   * @param document none for a repository without a policy
   * @internal
   */
  public static _of(document: PolicyDocument | undefined, inventory: ImageInventory, options: PreviewOptions): LifecyclePreview {
    const { now: moment = new Date(), pricePerGbMonth: price = 0.1 } = options;
    const now = moment instanceof Date ? moment.getTime() : NaN;
    if (Number.isNaN(now)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'LifecyclePolicy.preview({ now })',
        `given ${moment instanceof Date ? 'an invalid date' : quoted(moment)}, expected a moment: give a valid Date`,
      );
    }
    if (!(Number.isFinite(price) && price >= 0)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        'LifecyclePolicy.preview({ pricePerGbMonth })',
        `given ${quoted(price)}, expected dollars from 0: leave it out for the list price`,
      );
    }
    const { _images: images, _manifestLists: lists } = inventory;
    const verdicts = settledVerdicts(evaluate(document?.rules ?? [], images, now, lists), lists);
    return new LifecyclePreview(verdicts, new VerdictReasons(verdicts, lists, now), document, inventory._repository, now, price);
  }

  private constructor(
    private readonly verdicts: readonly Verdict[],
    private readonly reasons: VerdictReasons,
    private readonly document: PolicyDocument | undefined,
    private readonly repository: InventoryRepository,
    private readonly now: number,
    private readonly pricePerGbMonth: number,
  ) {}

  /** What happens to each image: the newest first, archived images at the end. */
  public get outcomes(): ImageOutcome[] {
    return this.outcomesOf(this.verdicts);
  }

  /** The images that stay, for certain. */
  public get kept(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.KEEP));
  }

  /** The images that are deleted, for certain. */
  public get expired(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.EXPIRE));
  }

  /**
   * The images that are deleted or stay, besides those in `expired`. Most often the inventory does not show whether a manifest list that
   * stays references them, and `ImageInventory.withManifests` decides it.
   */
  public get possiblyExpired(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.MAY_EXPIRE));
  }

  /** The images that go to the archive storage class, for certain. */
  public get archived(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.ARCHIVE));
  }

  /** The images that go to the archive storage class or stay, besides those in `archived`. */
  public get possiblyArchived(): ImageOutcome[] {
    return this.outcomesOf(this.having(ImageAction.MAY_ARCHIVE));
  }

  /** The sizes of the images that stay, in bytes. Layers that images share count once for each image. */
  public get keptBytes(): number {
    return this.bytesHaving(ImageAction.KEEP);
  }

  /**
   * The sizes of the images that are deleted for certain, in bytes. Together with `possiblyExpiredBytes` this is what the policy frees at most,
   * since other images may share their layers.
   */
  public get expiredBytes(): number {
    return this.bytesHaving(ImageAction.EXPIRE);
  }

  /** The sizes of the images in `possiblyExpired`, in bytes, besides `expiredBytes`. */
  public get possiblyExpiredBytes(): number {
    return this.bytesHaving(ImageAction.MAY_EXPIRE);
  }

  /** The sizes of the images that go to the archive, in bytes. Layers that images share count once for each image. */
  public get archivedBytes(): number {
    return this.bytesHaving(ImageAction.ARCHIVE);
  }

  /** The sizes of the images in `possiblyArchived`, in bytes, besides `archivedBytes`. */
  public get possiblyArchivedBytes(): number {
    return this.bytesHaving(ImageAction.MAY_ARCHIVE);
  }

  /**
   * What the images that are deleted for certain cost a month, in dollars. Together with `possiblySavedDollarsPerMonth` this is what the policy
   * saves at most, since other images may share their layers. An archived image costs what it did before, up to 150 TB in the archive.
   */
  public get savedDollarsPerMonth(): number {
    return (this.expiredBytes / BYTES_PER_GB) * this.pricePerGbMonth;
  }

  /** What the images in `possiblyExpired` cost a month, in dollars, besides `savedDollarsPerMonth`. */
  public get possiblySavedDollarsPerMonth(): number {
    return (this.possiblyExpiredBytes / BYTES_PER_GB) * this.pricePerGbMonth;
  }

  /** What is worth a second look in what the policy does with these images, such as signatures that take the places of images in a count. */
  public get warnings(): string[] {
    return cosignWarnings(
      this.document?.rules ?? [],
      this.verdicts.map(({ image }) => image),
    );
  }

  /** The preview in one line. */
  public summary(): string {
    return previewSummary(totalsOf(this.verdicts), this.verdicts.length, this.pricePerGbMonth / BYTES_PER_GB);
  }

  /** A text for a person: what each rule does, then the images that something happens to, then those that stay, and the summary. */
  public toTable(): string {
    return this._toTable();
  }

  /**
   * Everything that the preview knows, in the shape of `aws ecr get-lifecycle-policy-preview` with keys of its own: `possiblePreviewResults`,
   * `rules`, `outcomes` and more in `summary`.
   */
  public toJson(): string {
    return this._toJson();
  }

  /** The same as `toTable()` in Markdown, such as for a step summary of GitHub; it lists at most 500 images that something happens to. */
  public toMarkdown(): string {
    return this._toMarkdown();
  }

  /**
   * @param columns how wide a line may be
   * @param actions the images that are listed
   * @internal
   */
  public _toTable(columns?: number, actions?: ReadonlySet<VerdictAction>): string {
    return previewTable(this.contents(actions), columns);
  }

  /** @internal */
  public _toMarkdown(actions?: ReadonlySet<VerdictAction>): string {
    return previewMarkdown(this.contents(actions), this.repository.name);
  }

  /** @internal */
  public _toJson(actions?: ReadonlySet<VerdictAction>): string {
    const listed = this.verdicts.filter(({ action }) => actions === undefined || actions.has(action));
    const { document, now, pricePerGbMonth, savedDollarsPerMonth, possiblySavedDollarsPerMonth } = this;
    const { name: repositoryName, registryId } = this.repository;
    const outcomes = this.outcomesOf(listed);
    const dollars = { pricePerGbMonth, savedDollarsPerMonth, possiblySavedDollarsPerMonth };
    return previewJson(this.verdicts, listed, { document, registryId, repositoryName, now, outcomes, ...dollars });
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
