import { Picture } from './picture';
import { PolicyEffect } from './policy-effect';
import { dateOfDay } from './words';
import { describeRule } from '../../src/lifecycle/core/describe';
import { familyOf } from '../../src/lifecycle/core/forecast/tag-family';

/** Why an image stays or goes, in parts of a sentence. */
interface Why {
  /** The verdict of today; for an assumed push, what it is. */
  readonly today: string;
  /** What comes on later days. Empty for images about which today's verdict says it all. */
  readonly later: string;
  readonly isAssumed: boolean;
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
  const event = (certainDay: number, certainRule: number, possibleDay: number, possibleRule: number, does: string, may: string) => [
    // a verdict of today has its sentence
    ...(possibleDay > 0 && possibleDay !== certainDay ? [`${may} from ${dateOfDay(now, possibleDay)} on${by(possibleRule)}`] : []),
    ...(certainDay > 0 ? [`${does} on ${dateOfDay(now, certainDay)}${by(certainRule)}`] : []),
  ];
  return [
    ...event(
      certain.archived[place],
      certain.archivedBy[place],
      possible.archived[place],
      possible.archivedBy[place],
      'is archived',
      'may be archived',
    ),
    ...event(certain.expires[place], certain.expiredBy[place], possible.expires[place], possible.expiredBy[place], 'goes', 'may go'),
  ];
}
