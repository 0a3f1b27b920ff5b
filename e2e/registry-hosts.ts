import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { run, WORKSHOP } from './workshop';

/** The hosts of a registry under their own names. */
export interface RegistryHosts {
  /** What makes a program reach them. */
  readonly variables: Readonly<Record<string, string>>;
  close(): void;
}

/** A proxy on loopback that leads the hosts to an emulator, which accepts every request, and demands the password as Amazon ECR does. No other host is reached. */
export async function registryHosts(names: readonly string[], emulator: string, password: string): Promise<RegistryHosts> {
  const certificate = await certify(names);
  const authorization = `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`;
  const registry = https.createServer(certificate, (request, response) => {
    if (request.headers.authorization === authorization) forward(request, response, emulator);
    else response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="ECR"' }).end();
  });
  const sockets = new Set<Socket>();
  const proxy = http.createServer((_, response) => response.writeHead(403).end());
  proxy.on('connection', (socket: Socket) => sockets.add(socket));
  proxy.on('connect', ({ url }: http.IncomingMessage, socket: Socket) => {
    if (names.some((name) => url === `${name}:443`)) {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      registry.emit('connection', socket);
    } else {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    }
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const { port } = proxy.address() as AddressInfo;
  return {
    variables: { HTTPS_PROXY: `http://127.0.0.1:${port}`, SSL_CERT_FILE: join(WORKSHOP, 'cert.pem') },
    close: () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function certify(names: readonly string[]): Promise<{ readonly cert: Buffer; readonly key: Buffer }> {
  await run(join(WORKSHOP, 'generate_cert'), ['--host', names.join(','), '--ca', '--ecdsa-curve', 'P256']);
  const [cert, key] = ['cert.pem', 'key.pem'].map((file) => readFileSync(join(WORKSHOP, file)));
  return { cert, key };
}

function forward(request: http.IncomingMessage, response: http.ServerResponse, emulator: string): void {
  // the emulator takes the account from the name of the host
  const headers = { ...request.headers, host: new URL(emulator).host };
  const forwarded = http.request(`${emulator}${request.url}`, { method: request.method, headers }, (answer) => {
    const { location } = answer.headers;
    const own = location && { location: location.replace(/^https?:\/\/[^/]+/, `https://${request.headers.host}`) };
    response.writeHead(answer.statusCode!, { ...answer.headers, ...own });
    answer.pipe(response);
  });
  forwarded.on('error', () => response.destroy());
  request.pipe(forwarded);
}
