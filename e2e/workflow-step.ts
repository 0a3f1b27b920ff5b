import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { attempt, ENVIRONMENT, WORKSHOP } from './workshop';

const WORKFLOWS = join(__dirname, '../examples/github');
const CLIENTS = join(WORKSHOP, 'venv/bin');

/** A step of a workflow that users copy: its shell lines, run as GitHub runs them, with an AWS CLI that talks to the emulator. */
export class WorkflowStep {
  public readonly lines: string;

  constructor(
    name: string,
    private readonly endpoint: string,
    workflow = 'publish.yml',
  ) {
    const [, step = ''] = readFileSync(join(WORKFLOWS, workflow), 'utf8').split(`\n      - name: ${name}\n`);
    const [, lines] = /^ {8}run: \|\n((?: {10}.*\n)+)/m.exec(step) ?? [];
    if (!lines) throw new Error(`${workflow} has no step with shell lines of the name ${name}`);
    this.lines = lines;
  }

  /** Runs it with the variables that the workflow sets; the error that it prints, or nothing when it succeeds. */
  public async complaint(variables: Readonly<Record<string, string>>): Promise<string> {
    const all = { AWS_ENDPOINT_URL: this.endpoint, PATH: [CLIENTS, ENVIRONMENT.PATH].join(delimiter), ...variables };
    const { status, stderr } = await attempt('bash', ['-e', '-c', this.lines], { variables: all });
    return status === 0 ? '' : `${status} ${stderr}`.trim();
  }
}
