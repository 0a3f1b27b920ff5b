import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ENVIRONMENT, WORKSHOP } from './workshop';

const HOST = '127.0.0.1';

/** An emulator of AWS on a free port of loopback, for as long as somebody needs it. */
export class Emulator {
  public static async start(): Promise<Emulator> {
    const port = await freePort();
    const env = { ...ENVIRONMENT, BIND_HOST: HOST, GATEWAY_PORT: String(port) };
    const child = spawn(join(WORKSHOP, 'venv/bin/ministack'), [], { env, cwd: WORKSHOP, stdio: 'ignore' });
    const emulator = new Emulator(child, port);
    // also when the person interrupts
    process.once('exit', () => child.kill('SIGKILL'));
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
    for (let left = 100; left > 0; left--) {
      if (await answers(port)) return emulator;
      if (child.exitCode !== null) break;
      await pause(100);
    }
    await emulator.stop();
    throw new Error(`ministack did not answer on ${emulator.registry} within 10 seconds`);
  }

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  /** What image names begin with. */
  public get registry(): string {
    return `${HOST}:${this.port}`;
  }

  public get endpoint(): string {
    return `http://${this.registry}`;
  }

  /** Ends it; whether nobody answers any more. */
  public async stop(): Promise<boolean> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
    return !(await answers(this.port));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('loopback has no free port');
  return address.port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, HOST);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
