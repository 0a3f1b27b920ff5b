import { DueImages } from './due-images';
import { ForecastBasis } from './forecast-basis';
import { PresentImages } from './present-images';
import { mayBeReferenced } from '../images';

/** What happens to an image on a day. */
export enum Outcome {
  /** It stays, or may stay. */
  STAYS,
  ARCHIVED,
  EXPIRES,
  /** It is archived or expires. AWS does not document which of both happens to an artifact. */
  ARCHIVED_OR_EXPIRES,
}

const BY_RULE = { KEEP: Outcome.STAYS, ARCHIVE: Outcome.ARCHIVED, EXPIRE: Outcome.EXPIRES } as const;

/**
 * What happens to the images of a day, as `settledVerdicts` finds it for all images: ECR neither expires nor archives an image before the
 * manifest lists that reference it, and an artifact follows its subject. An image is only looked at when something may happen to it.
 */
export abstract class Settling {
  /** The outcomes that are known, and the round in which each became so: maps of very many images would cost more than the decisions. */
  private readonly outcomes: Uint8Array;
  private readonly rounds: Int32Array;
  private round = 0;
  /** The day, counted from 1, on which each image was found to be affected. */
  private readonly affectedOn: Int32Array;
  private day = 0;

  constructor(
    protected readonly basis: ForecastBasis,
    protected readonly present: PresentImages,
    protected readonly due: DueImages,
  ) {
    this.outcomes = new Uint8Array(basis.images.length);
    this.rounds = new Int32Array(basis.images.length);
    this.affectedOn = new Int32Array(basis.images.length);
  }

  /**
   * Settles a day.
   * @param candidates the images on which rules act, or may act
   * @returns the images that are archived or expire
   */
  public abstract settle(candidates: readonly number[]): readonly number[];

  /** The outcome for an image on the day that was settled. */
  public outcomeOf(image: number): Outcome {
    if (this.rounds[image] === this.round) return this.outcomes[image];
    this.rounds[image] = this.round;
    // an image that depends on itself stays until this is decided
    this.outcomes[image] = Outcome.STAYS;
    const outcome = this.decide(image);
    this.outcomes[image] = outcome;
    return outcome;
  }

  /** The images, and the artifacts that may follow them. */
  protected withArtifacts(images: readonly number[]): readonly number[] {
    const { artifacts } = this.basis;
    if (artifacts.size === 0) return images;
    const found: number[] = [];
    this.day++;
    const add = (image: number) => {
      if (this.affectedOn[image] === this.day || !this.present.isPresent(image)) return;
      this.affectedOn[image] = this.day;
      found.push(image);
      artifacts.get(image)?.forEach(add);
    };
    images.forEach(add);
    return found;
  }

  /** The images that are archived or expire. */
  protected acted(images: readonly number[]): readonly number[] {
    return images.filter((image) => {
      const outcome = this.outcomeOf(image);
      return outcome === Outcome.ARCHIVED || outcome === Outcome.EXPIRES;
    });
  }

  /** Forgets all outcomes. */
  protected beginRound(): void {
    this.round++;
  }

  /** The outcome for an image by its rule alone. */
  public abstract ownOutcomeOf(image: number): Outcome;

  protected abstract decide(image: number): Outcome;

  /** The image that an artifact belongs to, if it is there. */
  public subjectOf(image: number): number | undefined {
    const subject = this.basis.relations.subjectOf(image);
    return subject !== undefined && this.present.isPresent(subject) ? subject : undefined;
  }

  /** The manifest lists that are there and are known to reference the image. */
  protected holdersOf(image: number): number[] {
    return this.basis.relations.holdersOf(image).filter((list) => this.present.isPresent(list));
  }
}

/** What certainly happens. */
export class CertainSettling extends Settling {
  private readonly heldByAbsentLists: ReadonlySet<number>;
  /** The number of artifacts that may be such lists. */
  private readonly openArtifacts: number;
  /** Whether lists with unknown references may prevent that images expire, or that they are archived. */
  private expirationIsBlocked = false;
  private archivingIsBlocked = false;

  constructor(basis: ForecastBasis, present: PresentImages, due: DueImages) {
    super(basis, present, due);
    this.heldByAbsentLists = new Set(basis.heldByAbsentLists);
    this.openArtifacts = basis.relations.openLists.filter((list) => !mayBeReferenced(basis.images[list])).length;
  }

  public settle(candidates: readonly number[]): readonly number[] {
    const { present } = this;
    if (this.isAllBlocked(candidates)) return [];
    const images = this.withArtifacts(candidates);
    const openLists = present.openLists === 0 ? [] : images.filter((image) => present.isOpen(image));
    const standardLists = openLists.filter((list) => present.isStandard(list));
    // a list to which nothing happens stays
    this.expirationIsBlocked = present.openLists > openLists.length;
    this.archivingIsBlocked = present.openStandardLists > standardLists.length;
    for (;;) {
      this.beginRound();
      const expiring = openLists.filter((list) => this.outcomeOf(list) === Outcome.EXPIRES).length;
      const acted = standardLists.filter((list) => this.outcomeOf(list) !== Outcome.STAYS).length;
      const expirationIsBlocked = present.openLists > expiring;
      const archivingIsBlocked = present.openStandardLists > acted;
      // a list that becomes less certain can only block more
      if (expirationIsBlocked === this.expirationIsBlocked && archivingIsBlocked === this.archivingIsBlocked) return this.acted(images);
      this.expirationIsBlocked = expirationIsBlocked;
      this.archivingIsBlocked = archivingIsBlocked;
    }
  }

  public ownOutcomeOf(image: number): Outcome {
    return BY_RULE[this.due.certainAction(image)];
  }

  protected decide(image: number): Outcome {
    const wanted = this.wanted(image);
    if (wanted === Outcome.STAYS || this.heldByAbsentLists.has(image)) return Outcome.STAYS;
    const mayBeHeld = mayBeReferenced(this.basis.images[image]);
    const holders = this.holdersOf(image);
    if (wanted !== Outcome.ARCHIVED) {
      if (mayBeHeld && this.expirationIsBlocked) return Outcome.STAYS;
      if (holders.some((list) => this.outcomeOf(list) !== Outcome.EXPIRES)) return Outcome.STAYS;
    }
    if (wanted !== Outcome.EXPIRES) {
      if (mayBeHeld && this.archivingIsBlocked) return Outcome.STAYS;
      if (holders.some((list) => this.present.isStandard(list) && this.outcomeOf(list) === Outcome.STAYS)) return Outcome.STAYS;
    }
    return wanted;
  }

  /** Whether a list with unknown references certainly stays that no rule acts on and that follows nothing: then nothing is certain. */
  private isAllBlocked(candidates: readonly number[]): boolean {
    const { present, openArtifacts } = this;
    if (present.openStandardLists <= openArtifacts) return false;
    let affected = openArtifacts;
    for (const image of candidates) if (present.isOpen(image)) affected++;
    return present.openStandardLists > affected;
  }

  /** The outcome if no list keeps the image. */
  private wanted(image: number): Outcome {
    const subject = this.subjectOf(image);
    if (subject === undefined) return this.ownOutcomeOf(image);
    switch (this.outcomeOf(subject)) {
      case Outcome.EXPIRES:
        return Outcome.EXPIRES;
      case Outcome.ARCHIVED:
        if (this.present.isArchived(image)) return Outcome.STAYS;
        return this.due.possibleAction(image) === 'EXPIRE' ? Outcome.ARCHIVED_OR_EXPIRES : Outcome.ARCHIVED;
      case Outcome.ARCHIVED_OR_EXPIRES:
        return this.present.isArchived(image) ? Outcome.STAYS : Outcome.ARCHIVED_OR_EXPIRES;
      default:
        return Outcome.STAYS;
    }
  }
}

/** What happens if everything possible does: the worst outcome of each image. */
export class PossibleSettling extends Settling {
  public settle(candidates: readonly number[]): readonly number[] {
    this.beginRound();
    return this.acted(this.withArtifacts(candidates));
  }

  public ownOutcomeOf(image: number): Outcome {
    return BY_RULE[this.due.possibleAction(image)];
  }

  protected decide(image: number): Outcome {
    const wanted = this.wanted(image);
    if (wanted === Outcome.STAYS) return wanted;
    const isHeld = this.holdersOf(image).some((list) => this.present.isStandard(list) && this.outcomeOf(list) === Outcome.STAYS);
    return isHeld ? Outcome.STAYS : wanted;
  }

  private wanted(image: number): Outcome {
    const own = this.ownOutcomeOf(image);
    const subject = this.subjectOf(image);
    const ofSubject = subject === undefined ? Outcome.STAYS : this.outcomeOf(subject);
    return Math.max(own, ofSubject === Outcome.ARCHIVED && this.present.isArchived(image) ? Outcome.STAYS : ofSubject);
  }
}
