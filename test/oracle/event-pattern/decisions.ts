import { JsonObject } from './matches';

/** What EventBridge does with a pattern and an event. */
export interface Decision {
  readonly name: string;
  readonly pattern: JsonObject;
  readonly event: JsonObject;
  readonly matches: 'yes' | 'no' | 'refused';
}

/** The corners of the pattern language that the library touches, as the official Event Ruler decides them. */
export const DECISIONS: Decision[] = [
  { name: 'a literal is equal', pattern: { source: ['aws.ecr'] }, event: { source: 'aws.ecr' }, matches: 'yes' },
  { name: 'a literal is equal, capitals too', pattern: { source: ['aws.ecr'] }, event: { source: 'AWS.ecr' }, matches: 'no' },
  { name: 'a missing field matches nothing', pattern: { source: ['aws.ecr'] }, event: { region: 'eu-west-1' }, matches: 'no' },
  {
    name: 'one of several literals suffices',
    pattern: { severity: ['HIGH', 'CRITICAL'] },
    event: { severity: 'CRITICAL' },
    matches: 'yes',
  },
  { name: 'every field has to match', pattern: { source: ['a'], region: ['b'] }, event: { source: 'a', region: 'c' }, matches: 'no' },
  { name: 'one element of an array suffices', pattern: { tags: ['v1'] }, event: { tags: ['latest', 'v1'] }, matches: 'yes' },
  { name: 'an empty array matches no literal', pattern: { tags: ['v1'] }, event: { tags: [] }, matches: 'no' },
  { name: 'a nested field', pattern: { detail: { action: ['PUSH'] } }, event: { detail: { action: 'PUSH' } }, matches: 'yes' },
  { name: 'a nested field under another parent', pattern: { detail: { action: ['PUSH'] } }, event: { action: 'PUSH' }, matches: 'no' },
  {
    name: 'a nested field in an array of objects',
    pattern: { detail: { id: ['b'] } },
    event: { detail: [{ id: 'a' }, { id: 'b' }] },
    matches: 'yes',
  },
  { name: 'a prefix', pattern: { arn: [{ prefix: 'repository/a/' }] }, event: { arn: 'repository/a/sha256:1' }, matches: 'yes' },
  { name: 'a prefix is the whole value', pattern: { arn: [{ prefix: 'repository/a' }] }, event: { arn: 'repository/a' }, matches: 'yes' },
  {
    name: 'a prefix that the value is shorter than',
    pattern: { arn: [{ prefix: 'repository/a/' }] },
    event: { arn: 'repository/a' },
    matches: 'no',
  },
  { name: 'a prefix of a number', pattern: { arn: [{ prefix: '1' }] }, event: { arn: 10 }, matches: 'no' },
  { name: 'a wildcard at the end', pattern: { tag: [{ wildcard: 'v*' }] }, event: { tag: 'v1.2.3' }, matches: 'yes' },
  { name: 'a wildcard stands for nothing, too', pattern: { tag: [{ wildcard: 'v*' }] }, event: { tag: 'v' }, matches: 'yes' },
  { name: 'a wildcard covers the whole value', pattern: { tag: [{ wildcard: 'v*' }] }, event: { tag: 'dev1' }, matches: 'no' },
  { name: 'a wildcard in the middle', pattern: { tag: [{ wildcard: 'a*c*e' }] }, event: { tag: 'abcde' }, matches: 'yes' },
  { name: 'the characters beside a wildcard are literal', pattern: { tag: [{ wildcard: 'v1.*' }] }, event: { tag: 'v1x0' }, matches: 'no' },
  { name: 'a lone wildcard matches an empty value', pattern: { tag: [{ wildcard: '*' }] }, event: { tag: '' }, matches: 'yes' },
  { name: 'a lone wildcard needs the field', pattern: { tag: [{ wildcard: '*' }] }, event: { other: '' }, matches: 'no' },
  { name: 'a literal beside a wildcard', pattern: { tag: ['latest', { wildcard: 'v*' }] }, event: { tag: 'latest' }, matches: 'yes' },
  { name: 'an asterisk in a literal is itself', pattern: { tag: ['v*'] }, event: { tag: 'v1' }, matches: 'no' },
  { name: 'a count of exactly the bound', pattern: { HIGH: [{ numeric: ['>=', 1] }] }, event: { HIGH: 1 }, matches: 'yes' },
  { name: 'a count of 0', pattern: { HIGH: [{ numeric: ['>=', 1] }] }, event: { HIGH: 0 }, matches: 'no' },
  { name: 'a count as text', pattern: { HIGH: [{ numeric: ['>=', 1] }] }, event: { HIGH: '5' }, matches: 'no' },
  { name: 'the second alternative of an or', pattern: { $or: [{ A: [1] }, { B: [1] }] }, event: { A: 2, B: 1 }, matches: 'yes' },
  { name: 'no alternative of an or', pattern: { $or: [{ A: [1] }, { B: [1] }] }, event: { A: 2, B: 2 }, matches: 'no' },
  { name: 'an or beside a field', pattern: { C: ['x'], $or: [{ A: [1] }, { B: [1] }] }, event: { A: 1, C: 'y' }, matches: 'no' },
  {
    name: 'a nested or',
    pattern: { detail: { $or: [{ A: [{ numeric: ['>=', 1] }] }, { B: [{ numeric: ['>=', 1] }] }] } },
    event: { detail: { A: 0, B: 3 } },
    matches: 'yes',
  },
  { name: 'an or of one literal is a field', pattern: { $or: ['x'] }, event: { $or: 'x' }, matches: 'yes' },
  {
    name: 'an or of one alternative is a field with an unknown operator',
    pattern: { $or: [{ A: [1] }] },
    event: { A: 1 },
    matches: 'refused',
  },
  { name: 'two wildcards in a row', pattern: { tag: [{ wildcard: 'v**' }] }, event: { tag: 'v1' }, matches: 'refused' },
  { name: 'a literal outside an array', pattern: { tag: 'v1' }, event: { tag: 'v1' }, matches: 'refused' },
];
