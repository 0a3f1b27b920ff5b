import { join } from 'node:path';
import { options, WORKSHOP } from './workshop';
import { serve, Server } from '../tools/server';

/** An emulator of AWS on a free port of loopback, for as long as it is needed. */
export function startEmulator(): Promise<Server> {
  return serve(join(WORKSHOP, 'venv/bin/ministack'), (port) =>
    options({ variables: { BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port) } }),
  );
}

/** Another one, which has the settings of a registry in its API. */
export function startRegistryEmulator(): Promise<Server> {
  return serve(join(WORKSHOP, 'venv/bin/moto_server'), (port) => ({
    ...options(),
    args: ['--host', '127.0.0.1', '--port', String(port)],
  }));
}
