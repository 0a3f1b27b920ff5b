import { Annotations, App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { errorFinding, warningFinding } from '../../src/private/finding';
import { checkAtSynthesis, report, throwErrors } from '../../src/private/report-findings';
import { warningsOf } from '../fixtures/reported';

const PROBLEM = errorFinding('public-repository', 'a problem. Solve it.');
const DOUBT = warningFinding('action', 'a doubt about a. Check it.', 'ecr:A');
const ANOTHER = warningFinding('action', 'a doubt about b. Check it.', 'ecr:B');

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Shop');
});

test('an error among findings is thrown with the place and its ID, and no warning is annotated', () => {
  const thrown = new Error('Shop: a problem. Solve it. [cdk-secure-repository:public-repository]');
  expect(() => throwErrors(stack, [DOUBT, PROBLEM])).toThrow(thrown);
  expect(() => report(stack, [DOUBT, PROBLEM])).toThrow(thrown);
  expect(warningsOf(stack)).toEqual([]);
});

test('warnings with the same name and different subjects are acknowledged separately', () => {
  report(stack, [DOUBT, ANOTHER]);
  Annotations.of(stack).acknowledgeWarning('cdk-secure-repository:action:ecr:A');
  expect(warningsOf(stack)).toEqual(['/Shop a doubt about b. Check it. [ack: cdk-secure-repository:action:ecr:B]']);
});

test('a check at synthesis sees the tree as it is then', () => {
  const findings = [DOUBT];
  checkAtSynthesis(stack, () => findings);
  findings.push(ANOTHER);
  expect(warningsOf(stack)).toHaveLength(2);
});

test('an error of a check at synthesis ends the synthesis, with its ID', () => {
  checkAtSynthesis(stack, () => [PROBLEM]);
  expect(() => app.synth()).toThrow('[Shop] a problem. Solve it. [cdk-secure-repository:public-repository]');
});

test.each([
  ['at the construct', (construct: Construct) => construct],
  ['at its stack', () => stack],
])('a warning of a check at synthesis is acknowledged before it is there: %s', (_, scopeOf) => {
  const construct = new Construct(stack, 'Orders');
  checkAtSynthesis(construct, () => [DOUBT, ANOTHER]);
  Annotations.of(scopeOf(construct)).acknowledgeWarning('cdk-secure-repository:action:ecr:A');
  expect(warningsOf(stack)).toEqual(['/Shop/Orders a doubt about b. Check it. [ack: cdk-secure-repository:action:ecr:B]']);
});
