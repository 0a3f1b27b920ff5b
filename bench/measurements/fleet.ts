import { App } from 'aws-cdk-lib';
import { Fleet, Team } from '../../examples/fleet/fleet';
import { fleetApp } from '../../examples/fleet/fleet-app';
import { checkTemplateSizes } from '../../examples/fleet/stack-limits';
import { summaryOf } from '../../examples/fleet/summary';
import { atMost } from '../bound';
import { cost, Cost, median, ratioOf } from '../interleaved';
import { NEW_APP } from '../registries';
import { withoutReport } from '../without-report';

/** How the example of a fleet grows, from 1,250 to 5,000 repositories of ten teams in two accounts and two Regions each. */
const FEW = 1_250;
const MANY = 5_000;
const ROUNDS = 3;

const REGIONS = ['eu-west-1', 'us-east-1'];
const ACCOUNTS = ['111122223333', '444455556666'];
const SHARED = ['base/node', 'base/java'];
const OTHERS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india'];

/** The teams have the same number of names, give or take one, and each name is a repository in each Region. */
function fleetOf(repositories: number): Fleet {
  const names = Array.from({ length: repositories / REGIONS.length - SHARED.length }, (_, n) => n);
  const team = (name: string, n: number): Team => ({
    name,
    owner: `${name}@example.com`,
    tags: { 'cost-center': `${4_700 + n}` },
    account: ACCOUNTS[n % ACCOUNTS.length],
    pipelines: '777788889999',
    repositories: names.filter((index) => index % OTHERS.length === n).map((index) => `${name}/service-${index}`),
  });
  return {
    organization: 'o-a1b2c3d4e5',
    permissionSet: 'Developers',
    accounts: ACCOUNTS.map((id) => ({ id, regions: REGIONS })),
    teams: [{ ...team('platform', 0), shared: true, repositories: SHARED }, ...OTHERS.map(team)],
  };
}

/** The app as its app.ts runs it, and what it prints about itself. */
function measured(repositories: number): Cost & { readonly stacks: number } {
  let stacks = 0;
  const taken = cost(() => {
    const app = new App({ context: NEW_APP });
    const contents = fleetApp(app, fleetOf(repositories));
    const assembly = withoutReport(() => app.synth());
    checkTemplateSizes(assembly);
    stacks = assembly.stacks.length;
    return { app, assembly, summary: summaryOf(contents) };
  });
  return { ...taken, stacks };
}

/**
 * Four apps with a quarter of the repositories, and one with all: both sides pay for as many collections. The heap is compared with the middle one of the four, because the
 * large app of the round before is still being freed during the first.
 */
function round() {
  const few = Array.from({ length: MANY / FEW }, () => measured(FEW));
  const many = measured(MANY);
  return {
    many,
    time: many.time / (few.reduce((sum, { time }) => sum + time, 0) / few.length),
    heap: many.heap / median(few.map(({ heap }) => heap)),
  };
}

// until everything is loaded and compiled
[FEW, MANY].forEach(measured);
const rounds = Array.from({ length: ROUNDS }, round);
const { many } = rounds[0];
const seconds = median(rounds.map((one) => one.many.time)) / 1_000;
console.log(`  ${MANY} repositories in ${many.stacks} stacks: ${seconds.toFixed(1)} s, ${(many.heap / 1e6).toFixed(0)} MB of heap`);
for (const [what, bound] of [
  ['time', 4.2],
  ['heap', 4.4],
] as const) {
  const { median: middle, spread } = ratioOf(rounds.map((one) => one[what]));
  atMost(`${what} of ${MANY} repositories to that of ${FEW}`, middle, bound, spread);
}
