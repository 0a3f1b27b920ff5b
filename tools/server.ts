import { once } from 'node:events';
import * as net from 'node:net';
import { ProcessOptions, start, stop } from './process';

/** A server on the loopback interface: where it is, and how it is stopped. */
export interface Server {
  /** With the port, without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const PATIENCE = 60_000;

/** How a server is started. */
export interface ServerStart extends ProcessOptions {
  readonly args?: readonly string[];
}

/** Starts a server on a free port, and waits until it accepts connections. */
export async function serve(program: string, on: (port: number) => ServerStart): Promise<Server> {
  const port = await freePort();
  let printed = '';
  const { args = [], ...options } = on(port);
  const child = start(program, args, { ...options, onOutput: (text) => (printed += text) });
  let ended = false;
  child.on('close', () => (ended = true));
  child.on('error', (error) => {
    ended = true;
    printed += error.message;
  });
  const deadline = Date.now() + PATIENCE;
  while (!(await acceptsConnections(port))) {
    if (ended || Date.now() > deadline) {
      await stop(child);
      throw new Error(`${program} does not serve on ${LOOPBACK}:${port}:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url: `http://${LOOPBACK}:${port}`, stop: () => stop(child) };
}

function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: LOOPBACK, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
