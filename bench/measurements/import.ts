import { execFileSync } from 'node:child_process';
import { atMost } from '../bound';
import { median, ratioOf } from '../interleaved';

/** What importing the package adds where ecr.Repository is imported already, to what importing ecr.Repository itself costs. */
const REPOSITORY = "require('aws-cdk-lib/aws-ecr').Repository;";
const PACKAGE = "require('cdk-secure-repository').SecureRepository;";
const ROUNDS = 15;

/** Milliseconds of processor time: less shaken by what else the machine does than the clock. */
function processorTime(imports: string): number {
  const script = `const start = process.cpuUsage(); ${imports} const { user, system } = process.cpuUsage(start); console.log((user + system) / 1e3)`;
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

const rounds = Array.from({ length: ROUNDS }, () => ({ plain: processorTime(REPOSITORY), both: processorTime(REPOSITORY + PACKAGE) }));
const plain = median(rounds.map((round) => round.plain));
const added = median(rounds.map((round) => round.both - round.plain));
const { spread } = ratioOf(rounds.map((round) => (round.both - round.plain) / round.plain));
atMost('what the import adds', added / plain, 1, `${added.toFixed(0)} ms to ${plain.toFixed(0)} ms, ${spread}`);
