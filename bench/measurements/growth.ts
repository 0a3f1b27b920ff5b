import { Stack, App } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { atMost } from '../bound';
import { cost, median } from '../interleaved';
import { ENV, MakeRepository, NEW_APP, plainRepository, secureRepository } from '../registries';

/** How the time grows from 400 to 1,600 repositories with one grant each, over stacks of 400. */
const FEW = 400;
const MANY = 1_600;
const ROUNDS = 9;

function synthesize(make: MakeRepository, repositories: number) {
  const app = new App({ context: NEW_APP });
  for (let first = 0; first < repositories; first += FEW) {
    const stack = new Stack(app, `Images${first}`, { env: ENV });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    for (let n = first; n < first + FEW; n++) make(stack, `Repository${n}`, `team/service-${n}`).grantPull(role);
  }
  return { app, assembly: app.synth() };
}

/** The middle of the ratios, each of two runs that follow one another. */
function growth(make: MakeRepository): () => number {
  [FEW, MANY].forEach((repositories) => synthesize(make, repositories));
  return () => cost(() => synthesize(make, MANY)).time / cost(() => synthesize(make, FEW)).time;
}

const grow = { secure: growth(secureRepository), plain: growth(plainRepository) };
const rounds = Array.from({ length: ROUNDS }, () => ({ secure: grow.secure(), plain: grow.plain() }));
const secure = median(rounds.map((round) => round.secure));
const plain = median(rounds.map((round) => round.plain));
atMost(`time of ${MANY} repositories to that of ${FEW}`, secure, 4.2, `ecr.Repository ${plain.toFixed(2)}`);
atMost('that growth to that of ecr.Repository', secure / plain, 1.05);
