import * as net from 'node:net';
import { CommandOptions, start, stop } from './command';

/** A registry: where it is, and how it is stopped. */
export interface Service {
  /** With the port, without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const PATIENCE = 60_000;

/** Starts a server on a free port of the loopback interface, and waits until it takes connections. */
export async function serve(program: string, args: (port: number) => string[], options: CommandOptions): Promise<Service> {
  const port = await freePort();
  let printed = '';
  const child = start(program, args(port), options, (text) => (printed += text));
  let ended = false;
  child.on('close', () => (ended = true));
  child.on('error', (error) => {
    ended = true;
    printed += error.message;
  });
  const deadline = Date.now() + PATIENCE;
  while (!(await takesConnections(port))) {
    if (ended || Date.now() > deadline) {
      await stop(child);
      throw new Error(`${program} does not serve on ${LOOPBACK}:${port}:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url: `http://${LOOPBACK}:${port}`, stop: () => stop(child) };
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: LOOPBACK, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
