import { PolicyEffect } from './policy-effect';
import { dateOfDay } from './words';
import { describeRule } from '../../src/lifecycle/core/describe';

/** Why an image stays or goes. */
export interface Why {
  /** The verdict of today, as a part of a sentence. */
  readonly today: string;
  /** What comes on later days, as a part of a sentence. Empty for images about which today's verdict says it all. */
  readonly later: string;
}

/** Explains what happens to an image. Sentences are written when they are shown. */
export function why(effect: PolicyEffect, place: number): Why {
  const { basis } = effect.catalogue;
  const later = laterEvents(effect, place).join('; ');
  if (basis.entryDays[place] > 0) {
    return { today: 'an image that does not exist yet: assumed from the pushes of its family', later };
  }
  const { verdicts, reasons } = effect.today;
  const verdict = verdicts[place];
  return { today: verdict === undefined ? '' : reasons.sentence(verdict), later };
}

/** Writes both parts, what comes later first once the page shows a later day. */
export function whyText({ today, later }: Why, day: number): string {
  if (later === '') return today;
  return day === 0 ? `${today}; ${later}` : `${later}; today: ${today}`;
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
