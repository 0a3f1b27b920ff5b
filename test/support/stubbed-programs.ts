import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a script ended, and what it asked the stubs for. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
  /** The program and its arguments, a line a call. */
  readonly calls: string[];
}

/** Programs that contact nobody: they note down how they were called, and do what a test has them do. */
export class StubbedPrograms {
  public readonly folder = mkdtempSync(join(tmpdir(), 'stubbed-programs-'));
  private readonly notes = join(this.folder, 'calls.txt');

  /** @param programs each with the shell lines that it runs */
  public constructor(programs: Readonly<Record<string, string>>) {
    for (const [name, lines] of Object.entries(programs)) {
      const file = join(this.folder, name);
      writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> "${this.notes}"\n${lines}\n`);
      chmodSync(file, 0o755);
    }
  }

  /** Runs bash in the folder, with these variables and no other ones of this process. */
  public bash(args: string[], env: Readonly<Record<string, string>>): Ended {
    const PATH = `${this.folder}:${process.env.PATH}`;
    const { status, stdout, stderr } = spawnSync('bash', args, {
      cwd: this.folder,
      env: { ...env, PATH, HOME: this.folder },
      encoding: 'utf8',
    });
    const calls = existsSync(this.notes) ? readFileSync(this.notes, 'utf8').trimEnd().split('\n') : [];
    return { status, output: stdout, errors: stderr, calls };
  }
}
