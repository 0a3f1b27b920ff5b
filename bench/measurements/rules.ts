import { App, Stack, Validations } from 'aws-cdk-lib';
import { RepositoryRules } from 'cdk-secure-repository';
import { atMost } from '../bound';
import { cost, median } from '../interleaved';
import { ENV, NEW_APP, plainRepository } from '../registries';
import { withoutReport } from '../without-report';

/** What the rules add to the synthesis of 2,000 repositories in 20 stacks, and how that grows from 500 in 5. */
const PER_STACK = 100;
const FEW = 500;
const MANY = 2_000;
const ROUNDS = 9;

/** The milliseconds of the rules, which `aws-cdk-lib` calls at the end of the synthesis. */
class TimedRules extends RepositoryRules {
  public spent = 0;

  public validate(...args: Parameters<RepositoryRules['validate']>): ReturnType<RepositoryRules['validate']> {
    const start = process.hrtime.bigint();
    const report = super.validate(...args);
    if (report.success && report.violations.length === 0) this.spent += Number(process.hrtime.bigint() - start) / 1e6;
    return report;
  }
}

/** The time of the synthesis, and that of the rules in it. */
function measured(repositories: number): { readonly total: number; readonly rules: number } {
  const rules = new TimedRules();
  const { time } = cost(() => {
    const app = new App({ context: NEW_APP });
    Validations.of(app).addPlugins(rules);
    for (let first = 0; first < repositories; first += PER_STACK) {
      const stack = new Stack(app, `Images${first}`, { env: ENV });
      for (let n = first; n < first + PER_STACK; n++) plainRepository(stack, `Repository${n}`, `team/service-${n}`);
    }
    return { app, assembly: withoutReport(() => app.synth()) };
  });
  if (rules.spent === 0) throw new Error('the repositories of the measurement meet all rules');
  return { total: time, rules: rules.spent };
}

/**
 * How the time grows, from four apps to one with as many repositories as the four. Both sides then allocate as much, and pay for as many collections: a single app of
 * 500 mostly ends before the first one, and would compare a time without collections with a time with one or two.
 */
function round() {
  const few = Array.from({ length: MANY / FEW }, () => measured(FEW).rules);
  const many = measured(MANY);
  return { many, growth: many.rules / (few.reduce((sum, time) => sum + time) / few.length) };
}

// until the rules are compiled
[FEW, MANY, FEW, MANY].forEach(measured);
const rounds = Array.from({ length: ROUNDS }, round);
const percent = median(rounds.map(({ many }) => (100 * many.rules) / (many.total - many.rules)));
const milliseconds = median(rounds.map(({ many }) => many.rules));
const growth = rounds.map((one) => one.growth).sort((a, b) => a - b);
atMost(`% of the synthesis of ${MANY} repositories that the rules add`, percent, 5, `${milliseconds.toFixed(0)} ms`);
atMost(
  `time of the rules over ${MANY} repositories to that over ${FEW}`,
  median(growth),
  4.6,
  `${growth[0].toFixed(2)} to ${growth[ROUNDS - 1].toFixed(2)}`,
);
