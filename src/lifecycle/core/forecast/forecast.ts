import { DueImages } from './due-images';
import { ForecastBasis } from './forecast-basis';
import { ForecastTotals, PresentImages } from './present-images';
import { CertainSettling, Outcome, PossibleSettling, Settling } from './settling';
import { byPriority, DocumentRule } from '../document';

/** A day of the forecast: the limits of the numbers of images and of bytes. */
export interface ForecastDay {
  /** If ECR does only what is certain: the upper limit. */
  readonly most: ForecastTotals;
  /** If ECR also does what is possible: the lower limit. */
  readonly least: ForecastTotals;
}

/** What happens to each image, in the order of the images of the basis. -1 stands for never, and for no rule. */
export interface Fates {
  readonly expires: Int16Array;
  readonly archived: Int16Array;
  /** The place, in the order of priorities, of the rule that expires the image. */
  readonly expiredBy: Int16Array;
  readonly archivedBy: Int16Array;
}

/** The effect of a policy on the images of the coming days. */
export interface Forecast {
  /** From day 0 to the last one. */
  readonly days: readonly ForecastDay[];
  /** If ECR does only what is certain. */
  readonly certain: Fates;
  /** If ECR also does what is possible. The same object where nothing is open. */
  readonly possible: Fates;
}

/**
 * Evaluates the rules on each day, as `evaluate` and `settledVerdicts` do, and carries out what they decide: once only what is certain, and once
 * also what is possible. All verdicts of a day are found before any of them is carried out.
 */
export function forecastOf(rules: readonly DocumentRule[], basis: ForecastBasis): Forecast {
  const ordered = byPriority(rules);
  const certain = sweep(ordered, basis, CertainSettling);
  const possible = basis.hasOpenQuestions ? sweep(ordered, basis, PossibleSettling) : certain;
  return {
    days: certain.days.map((most, day) => limits(most, possible.days[day])),
    certain: certain.fates,
    possible: possible.fates,
  };
}

/** When more images go, a rule that keeps a number of images keeps others, which may be larger: then the limits change places. */
function limits(most: ForecastTotals, least: ForecastTotals): ForecastDay {
  if (least.imageCount <= most.imageCount && least.sizeInBytes <= most.sizeInBytes) return { most, least };
  const ordered = (totals: ForecastTotals, limit: (...numbers: number[]) => number): ForecastTotals => ({
    ...totals,
    imageCount: limit(most.imageCount, least.imageCount),
    sizeInBytes: limit(most.sizeInBytes, least.sizeInBytes),
  });
  return { most: ordered(most, Math.max), least: ordered(least, Math.min) };
}

type SettlingOf = new (basis: ForecastBasis, present: PresentImages, due: DueImages) => Settling;

function sweep(rules: readonly DocumentRule[], basis: ForecastBasis, settlingOf: SettlingOf): { days: ForecastTotals[]; fates: Fates } {
  const present = new PresentImages(basis);
  const due = new DueImages(rules, basis, present);
  const settling = new settlingOf(basis, present, due);
  const fates = emptyFates(basis.images.length);
  const days: ForecastTotals[] = [];
  let arrived = 0;
  for (let day = 0; day <= basis.days; day++) {
    for (; arrived < basis.arrivals.length && basis.entryDays[basis.arrivals[arrived]] === day; arrived++) {
      present.enter(basis.arrivals[arrived]);
      due.noteArrival(basis.arrivals[arrived]);
    }
    const acted = settling.settle(due.candidates(day));
    for (const image of acted) {
      const isExpired = settling.outcomeOf(image) === Outcome.EXPIRES;
      (isExpired ? fates.expires : fates.archived)[image] = day;
      (isExpired ? fates.expiredBy : fates.archivedBy)[image] = decidingRule(image, settling, due);
    }
    for (const image of acted) {
      if (fates.expires[image] === day) {
        present.remove(image);
      } else {
        present.archive(image);
        due.noteArchived(image, day);
      }
    }
    days.push(present.totals());
  }
  return { days, fates };
}

/** The rule that acts on the image: for an artifact that only follows its subject, that of the subject. */
function decidingRule(image: number, settling: Settling, due: DueImages): number {
  const subject = settling.subjectOf(image);
  const isByRule = subject === undefined || settling.ownOutcomeOf(image) === settling.outcomeOf(image);
  return isByRule ? due.ruleOf(image) : decidingRule(subject, settling, due);
}

function emptyFates(length: number): Fates {
  const never = () => new Int16Array(length).fill(-1);
  return { expires: never(), archived: never(), expiredBy: never(), archivedBy: never() };
}
