import { resolved, Scope } from './intrinsic-functions';
import { Json, JsonObject } from './template';

/** Whether an entry of a template's `Conditions` holds. */
export function conditionHolds(condition: Json, scope: Scope): boolean {
  const [name, argument] = Object.entries(condition as JsonObject)[0];
  switch (name) {
    case 'Condition':
      return scope.condition(argument as string);
    case 'Fn::Equals': {
      const [left, right] = (argument as readonly Json[]).map((side) => resolved(side, scope));
      return JSON.stringify(left) === JSON.stringify(right);
    }
    case 'Fn::Not':
      return !conditionHolds((argument as readonly Json[])[0], scope);
    case 'Fn::And':
      return (argument as readonly Json[]).every((part) => conditionHolds(part, scope));
    case 'Fn::Or':
      return (argument as readonly Json[]).some((part) => conditionHolds(part, scope));
    default:
      throw new Error(`${name} is a condition function that is not evaluated here`);
  }
}
