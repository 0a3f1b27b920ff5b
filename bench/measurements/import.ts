import { run } from '../../tools/process';
import { atMost } from '../bound';
import { median, ratioOf } from '../interleaved';

/** What importing the package adds where ecr.Repository is imported already, to what importing ecr.Repository itself costs. */
const REPOSITORY = "require('aws-cdk-lib/aws-ecr').Repository;";
const PACKAGE = "require('cdk-secure-repository').SecureRepository;";
const ROUNDS = 15;

/** Milliseconds of processor time: less shaken by what else the machine does than the clock. */
async function processorTime(imports: string): Promise<number> {
  const script = `const start = process.cpuUsage(); ${imports} const { user, system } = process.cpuUsage(start); console.log((user + system) / 1e3)`;
  return Number(await run(process.execPath, ['-e', script]));
}

async function measure(): Promise<void> {
  const rounds: { plain: number; both: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ plain: await processorTime(REPOSITORY), both: await processorTime(REPOSITORY + PACKAGE) });
  }
  const plain = median(rounds.map((round) => round.plain));
  const added = median(rounds.map((round) => round.both - round.plain));
  const { spread } = ratioOf(rounds.map((round) => (round.both - round.plain) / round.plain));
  atMost('what the import adds', added / plain, 1, `${added.toFixed(0)} ms to ${plain.toFixed(0)} ms, ${spread}`);
}

void measure();
