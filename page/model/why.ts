import { Picture } from './picture';
import { PolicyEffect } from './policy-effect';
import { dateOfDay } from './words';
import { describeRule } from '../../src/lifecycle/core/describe';
import { Fates } from '../../src/lifecycle/core/forecast/forecast';
import { familyOf } from '../../src/lifecycle/core/forecast/tag-family';

/** Why an image stays or goes, in parts of a sentence. */
interface Why {
  /** The verdict of today; for an assumed push, what it is. */
  readonly today: string;
  /** What comes on later days. Empty for images about which today's verdict says it all. */
  readonly later: string;
  readonly isAssumed: boolean;
}

/** What happens to an image in one limit of the forecast: the day, or -1, and the place of the rule. */
interface Fate {
  readonly day: number;
  readonly rule: number;
}

function why(effect: PolicyEffect, place: number): Why {
  const { basis } = effect.catalogue;
  const later = laterEvents(effect, place).join('; ');
  if (basis.entryDays[place] > 0) {
    return { today: `assumed, from the pushes of the family ${familyOf(basis.images[place])}`, later, isAssumed: true };
  }
  const { verdicts, reasons } = effect.today;
  const verdict = verdicts[place];
  return { today: verdict === undefined ? '' : reasons.sentence(verdict), later, isAssumed: false };
}

/**
 * Explains what happens to an image, in parts of a sentence. What comes later stands first once the page shows a later day. Sentences are written
 * when they are shown.
 */
export function reasonOf({ effect, day, hasReasons }: Picture, place: number): string[] {
  if (!hasReasons) return [];
  const { today, later, isAssumed } = why(effect, place);
  if (later === '') return [today];
  return day === 0 || isAssumed ? [today, later] : [later, `today: ${today}`];
}

function laterEvents({ forecast, rules, catalogue }: PolicyEffect, place: number): string[] {
  const { certain, possible } = forecast;
  const { now } = catalogue.basis;
  const by = (rule: number) => (rule < 0 ? '' : ` by rule ${rules[rule].rulePriority} (${describeRule(rules[rule])})`);
  const event = (one: Fate, other: Fate, does: string, may: string) => {
    const [first, last] = [one, other].sort((a, b) => a.day - b.day);
    // it is certain from the day on which it has happened in both limits
    const [early, sure] = first.day < 0 ? [last, first] : [first, last];
    return [
      // a verdict of today has its sentence
      ...(early.day > 0 && early.day !== sure.day ? [`${may} from ${dateOfDay(now, early.day)} on${by(early.rule)}`] : []),
      ...(sure.day > 0 ? [`${does} on ${dateOfDay(now, sure.day)}${by(sure.rule)}`] : []),
    ];
  };
  const archived = ({ archived: days, archivedBy: places }: Fates): Fate => ({ day: days[place], rule: places[place] });
  const expires = ({ expires: days, expiredBy: places }: Fates): Fate => ({ day: days[place], rule: places[place] });
  return [
    ...event(archived(certain), archived(possible), 'is archived', 'may be archived'),
    ...event(expires(certain), expires(possible), 'goes', 'may go'),
  ];
}
