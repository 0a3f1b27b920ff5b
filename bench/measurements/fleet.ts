import { App } from 'aws-cdk-lib';
import { Fleet, fleetApp } from '../../examples/fleet/fleet';
import { atMost } from '../bound';
import { cost, Cost } from '../interleaved';
import { ENV, NEW_APP } from '../registries';

/** The example of a fleet with ten teams, at two sizes. */
const TEAMS = 10;
const PER_STACK = 350;

function fleetOf(repositories: number): Fleet {
  const teams = Array.from({ length: TEAMS }, (_, t) => ({
    name: `team${t}`,
    account: '444455556666',
    repositories: Array.from({ length: repositories / TEAMS }, (__, n) => `team${t}/service-${n}`),
  }));
  return { env: ENV, stacks: Math.ceil(repositories / PER_STACK), shared: ['base/node', 'base/java'], teams };
}

function measured(repositories: number): Cost {
  let stacks = 0;
  const taken = cost(() => {
    const app = new App({ context: NEW_APP });
    fleetApp(app, fleetOf(repositories));
    const assembly = app.synth();
    stacks = assembly.stacks.length;
    return { app, assembly };
  });
  const { time, heap } = taken;
  console.log(`  ${repositories} repositories: ${(time / 1000).toFixed(1)} s, ${(heap / 1e6).toFixed(0)} MB of heap, ${stacks} stacks`);
  return taken;
}

measured(500);
const few = measured(500);
const many = measured(5_000);
atMost('time, ten times the repositories', many.time / few.time, 12);
atMost('heap, ten times the repositories', many.heap / few.heap, 12);
