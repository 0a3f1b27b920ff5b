import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { Server } from '../../tools/server';

/** A repository to which one user may publish. */
export interface MavenRepository extends Server {
  readonly username: string;
  readonly password: string;
}

const PUBLISHER = { username: 'publisher', password: 'a password' };

/** A Maven repository is a folder that takes GET and PUT: that is all that Maven's own transport asks of one. */
export async function startMavenRepository(folder: string): Promise<MavenRepository> {
  const server = http.createServer((request, response) => {
    try {
      answer(request, response, folder);
    } catch (error) {
      // a path that is none: left uncaught, it would end the run
      response.writeHead(400).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop, ...PUBLISHER };
}

function answer(request: http.IncomingMessage, response: http.ServerResponse, folder: string): void {
  const file = path.join(folder, path.normalize(decodeURIComponent(request.url ?? '/')));
  if (request.method === 'PUT') take(request, response, file);
  else if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) fs.createReadStream(file).pipe(response);
  else response.writeHead(404).end();
}

function take(request: http.IncomingMessage, response: http.ServerResponse, file: string): void {
  const credentials = Buffer.from(`${PUBLISHER.username}:${PUBLISHER.password}`).toString('base64');
  if (request.headers.authorization !== `Basic ${credentials}`) {
    request.resume().on('end', () => response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="loopback"' }).end());
    return;
  }
  fs.mkdirSync(path.dirname(file), { recursive: true });
  request.pipe(fs.createWriteStream(file)).on('finish', () => response.writeHead(201).end());
}
