import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ENVIRONMENT, options, WORKSHOP } from './workshop';
import { start, stop } from '../tools/process';

/** A builder without a Docker engine. It cannot run programs, so that a Dockerfile begins with `FROM scratch` and copies. */
export interface BuildKit {
  readonly address: string;
  stop(): Promise<void>;
}

/** Why none can be started on this computer, if so. */
export function withoutBuildKit(): string | undefined {
  return process.getuid?.() === 0 ? undefined : 'only root can start BuildKit without RootlessKit';
}

/** Starts it; Docker Buildx waits until it answers. */
export function startBuildKit(variables: Readonly<Record<string, string>>): BuildKit {
  const state = join(WORKSHOP, 'buildkit');
  rmSync(state, { recursive: true, force: true });
  // BuildKit does not start without a program of this name
  const programs = join(state, 'programs');
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, 'runc'), '#!/bin/sh\nexit 1\n');
  chmodSync(join(programs, 'runc'), 0o755);
  // the path of a socket has at most 107 characters
  const folder = mkdtempSync(join(tmpdir(), 'buildkit-'));
  const address = `unix://${folder}/socket`;
  const worker = ['--oci-worker-snapshotter', 'native', '--oci-worker-net', 'host', '--containerd-worker=false'];
  const daemon = start(
    join(WORKSHOP, 'buildkitd'),
    ['--root', join(state, 'root'), '--addr', address, ...worker],
    options({ variables: { ...variables, PATH: [programs, ENVIRONMENT.PATH].join(delimiter) } }),
  );
  return {
    address,
    stop: async () => {
      await stop(daemon);
      for (const left of [folder, state]) rmSync(left, { recursive: true, force: true });
    },
  };
}
