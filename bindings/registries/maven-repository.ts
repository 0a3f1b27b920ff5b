import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { Service } from '../service';
import { emptied } from '../workspace';

/** A Maven repository is a folder that takes GET and PUT: that is all that Maven's own transport asks of one. */
export async function startMavenRepository(): Promise<Service> {
  const folder = emptied('maven', 'repository');
  const server = http.createServer((request, response) => {
    const file = path.join(folder, path.normalize(decodeURIComponent(request.url ?? '/')));
    if (request.method === 'PUT') {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      request.pipe(fs.createWriteStream(file)).on('finish', () => response.writeHead(201).end());
    } else if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
      fs.createReadStream(file).pipe(response);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
