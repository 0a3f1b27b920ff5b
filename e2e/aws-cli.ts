import { join } from 'node:path';
import { output, run, WORKSHOP } from './workshop';

const AWS = join(WORKSHOP, 'venv/bin/aws');

/** The AWS CLI, talking to the emulator. */
export class AwsCli {
  constructor(private readonly endpoint: string) {}

  /** What a command prints. */
  public text(...args: string[]): string {
    return output(AWS, ['--endpoint-url', this.endpoint, ...args]);
  }

  /** The value of a JMESPath expression in what a command prints. */
  public value<T>(query: string, ...args: string[]): T {
    return JSON.parse(this.text(...args, '--query', query, '--output', 'json')) as T;
  }

  /** What a command complains about, or nothing when it succeeds. */
  public complaint(...args: string[]): string {
    const { status, stderr } = run(AWS, ['--endpoint-url', this.endpoint, ...args]);
    return status === 0 ? '' : stderr.trim();
  }
}
