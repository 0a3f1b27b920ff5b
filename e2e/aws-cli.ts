import { join } from 'node:path';
import { attempt, run, WORKSHOP } from './workshop';

const AWS = join(WORKSHOP, 'venv/bin/aws');

/** The AWS CLI, talking to the emulator. */
export class AwsCli {
  constructor(private readonly endpoint: string) {}

  /** What a command prints. */
  public text(...args: string[]): Promise<string> {
    return run(AWS, ['--endpoint-url', this.endpoint, ...args]);
  }

  /** The value of a JMESPath expression in what a command prints. */
  public async value<T>(query: string, ...args: string[]): Promise<T> {
    return JSON.parse(await this.text(...args, '--query', query, '--output', 'json')) as T;
  }

  /** What a command complains about, or nothing when it succeeds. */
  public async complaint(...args: string[]): Promise<string> {
    const { status, stderr } = await attempt(AWS, ['--endpoint-url', this.endpoint, ...args]);
    return status === 0 ? '' : stderr.trim();
  }
}
