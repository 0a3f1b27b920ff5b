import { CountCursor } from './count-cursor';
import { ForecastBasis } from './forecast-basis';
import { PresentImages } from './present-images';
import { COUNT_TYPES } from '../count-types';
import { DocumentRule, storageClassOf } from '../document';
import { RULE_ACTIONS, RuleAction } from '../evaluation';
import { MILLISECONDS_PER_DAY } from '../images';

const NO_RULE = -1;
const NEVER = 2 ** 31 - 1;

/** A rule that keeps a number of images. */
interface CountRule {
  /** The images on which the rule decides, the newest first. */
  readonly owned: Uint32Array;
  /** The last image that certainly counts within the limit, and the first one beyond it if all of them count. */
  readonly cautious: CountCursor;
  readonly beyond: CountCursor;
  /** The times of both today. Images before the first are due for certain, and those that are not after the second may be. */
  certainBefore: number;
  possibleUpTo: number;
  /** The images of `owned` from here on have been found due. */
  front: number;
}

/**
 * The images on which the rules act on a day. An image belongs, in each storage class, to the first rule that selects it, for good: so a rule
 * with an age is an appointment, and a rule with a count is a place in a list, which moves as far as images come and go.
 */
export class DueImages {
  /** The rule that decides on each image, in each storage class. */
  private readonly standardRules: Int16Array;
  private readonly archiveRules: Int16Array;
  /** The day on which the age of each image reaches that of its rule, in the storage class in which it is. */
  private readonly dueDays: Int32Array;
  private today = 0;
  private readonly countRules = new Map<number, CountRule>();
  private readonly appointments: number[][];
  /** Images that were due on an earlier day, and are still there. */
  private waiting: number[] = [];
  private departures = 0;

  /** @param rules in the order in which ECR applies them */
  constructor(
    private readonly rules: readonly DocumentRule[],
    private readonly basis: ForecastBasis,
    private readonly present: PresentImages,
  ) {
    const { length } = basis.images;
    this.standardRules = new Int16Array(length).fill(NO_RULE);
    this.archiveRules = new Int16Array(length).fill(NO_RULE);
    this.dueDays = new Int32Array(length).fill(NEVER);
    this.appointments = Array.from({ length: basis.days + 1 }, () => []);
    const selected = basis.selected(rules.map(({ selection }) => selection));
    rules.forEach((rule, number) => {
      const isStandard = storageClassOf(rule) === 'standard';
      const decided = isStandard ? this.standardRules : this.archiveRules;
      const owned = selected[number].filter((image) => decided[image] === NO_RULE);
      for (const image of owned) decided[image] = number;
      if (!isStandard) return;
      if (COUNT_TYPES[rule.selection.countType].event === undefined) this.addCountRule(number, selected[number], owned);
      else for (const image of owned) if (!present.isArchived(image)) this.appoint(image, number);
    });
    this.basis.images.forEach((_, image) => present.isArchived(image) && this.noteArchived(image));
  }

  /** Notes that an image was pushed. */
  public noteArrival(image: number): void {
    const rule = this.countRules.get(this.standardRules[image]);
    if (rule !== undefined && rule.front < rule.owned.length && image >= rule.owned[rule.front]) this.waiting.push(image);
  }

  /** Notes that an image was archived on a day, or before the first one. */
  public noteArchived(image: number, day?: number): void {
    const rule = this.archiveRules[image];
    this.dueDays[image] = NEVER;
    if (rule === NO_RULE) return;
    if (day !== undefined) this.appointOn(day + this.rules[rule].selection.countNumber + 1, image);
    else if (this.basis.images[image].lastArchivedAt !== undefined) this.appoint(image, rule);
    // it is due for all that is known
    else this.waiting.push(image);
  }

  /** The images that may be due on a day. */
  public candidates(day: number): readonly number[] {
    const { present, basis } = this;
    this.today = day;
    const found = present.departures === this.departures ? this.waiting : this.waiting.filter((image) => this.isStillDue(image));
    this.departures = present.departures;
    // an image may have been archived since, so that another rule decides on it
    for (const image of this.appointments[day]) if (present.isPresent(image) && this.dueDays[image] === day) found.push(image);
    for (const rule of this.countRules.values()) {
      const last = rule.cautious.last();
      const beyond = rule.beyond.last();
      rule.certainBefore = last === undefined ? -Infinity : basis.pushTimes[last];
      rule.possibleUpTo = beyond === undefined ? -Infinity : basis.pushTimes[beyond];
      while (rule.front > 0 && basis.pushTimes[rule.owned[rule.front - 1]] <= rule.possibleUpTo) {
        const image = rule.owned[--rule.front];
        if (present.isStandard(image)) found.push(image);
      }
    }
    this.waiting = found;
    return found;
  }

  /** The action that the rules certainly take on an image today. */
  public certainAction(image: number): RuleAction {
    const rule = this.ruleOf(image);
    if (rule === NO_RULE || this.isWithoutSubject(image)) return 'KEEP';
    const counted = this.present.isStandard(image) ? this.countRules.get(rule) : undefined;
    const isDue = counted === undefined ? this.isOfAge(image) : this.basis.pushTimes[image] < counted.certainBefore;
    return isDue ? RULE_ACTIONS[this.rules[rule].action.type] : 'KEEP';
  }

  /** The action that they take, or may take. */
  public possibleAction(image: number): RuleAction {
    const rule = this.ruleOf(image);
    if (rule === NO_RULE) return 'KEEP';
    const counted = this.present.isStandard(image) ? this.countRules.get(rule) : undefined;
    const isDue =
      counted === undefined ? this.isOfAge(image) || this.isOfUnknownAge(image) : this.basis.pushTimes[image] <= counted.possibleUpTo;
    return isDue ? RULE_ACTIONS[this.rules[rule].action.type] : 'KEEP';
  }

  /** The place of the rule that decides on an image, or -1. */
  public ruleOf(image: number): number {
    return (this.present.isArchived(image) ? this.archiveRules : this.standardRules)[image];
  }

  private addCountRule(number: number, identified: Uint32Array, owned: Uint32Array): void {
    const { present, basis } = this;
    const { countNumber, tagStatus } = this.rules[number].selection;
    // an image that a rule selects by its tag counts as any other
    const isCautious = tagStatus !== 'tagged';
    const counts = (image: number) => present.counts(image);
    const cautious = new CountCursor(identified, countNumber, isCautious ? (image) => present.certainlyCounts(image) : counts);
    const beyond = new CountCursor(identified, countNumber + 1, counts);
    const selects = new Uint8Array(basis.images.length);
    for (const image of identified) selects[image] = 1;
    present.watch({ cursor: cautious, selects, isCautious });
    present.watch({ cursor: beyond, selects, isCautious: false });
    const times = { certainBefore: -Infinity, possibleUpTo: -Infinity };
    this.countRules.set(number, { owned, cautious, beyond, ...times, front: owned.length });
  }

  /** The rule acts when more days have passed since its event than its number. */
  private appoint(image: number, rule: number): void {
    const { selection } = this.rules[rule];
    const { now, images, entryDays } = this.basis;
    const time = COUNT_TYPES[selection.countType].event?.time(images[image], now) ?? now;
    const day = Math.floor((time - now) / MILLISECONDS_PER_DAY + selection.countNumber) + 1;
    this.appointOn(Math.max(day, entryDays[image]), image);
  }

  private appointOn(day: number, image: number): void {
    this.dueDays[image] = day;
    this.appointments[day]?.push(image);
  }

  private isOfAge(image: number): boolean {
    return this.dueDays[image] <= this.today;
  }

  /** An archived image is no longer due by the rule that archived it. */
  private isStillDue(image: number): boolean {
    return this.present.isStandard(image) || (this.present.isArchived(image) && (this.isOfAge(image) || this.isOfUnknownAge(image)));
  }

  private isOfUnknownAge(image: number): boolean {
    return (
      this.present.isArchived(image) &&
      this.basis.images[image].status === 'ARCHIVED' &&
      this.basis.images[image].lastArchivedAt === undefined
    );
  }

  /** Whether the subject of an artifact is not there: then AWS does not document what happens to the artifact alone. */
  private isWithoutSubject(image: number): boolean {
    const { relations, images } = this.basis;
    if (images[image].subjectDigest === undefined) return false;
    const subject = relations.subjectOf(image);
    return subject === undefined || !this.present.isPresent(subject);
  }
}
