import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

/** An empty git repository behind HTTP that asks for a user and a password. */
export class GitHttpServer {
  /** The bare repository itself. */
  public readonly folder = join(mkdtempSync(join(tmpdir(), 'git-http-server-')), 'repository.git');
  private readonly server = http.createServer((request, response) => this.answer(request, response));

  public constructor(private readonly credentials: { readonly username: string; readonly password: string }) {
    spawnSync('git', ['init', '--quiet', '--bare', this.folder]);
  }

  /** Serves on loopback; the address of the repository. */
  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/repository.git`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { username, password } = this.credentials;
    const [, isAdvertisement, service] = /\/(?:(info\/refs)\?service=)?git-(upload-pack|receive-pack)$/.exec(request.url ?? '') ?? [];
    if (request.headers.authorization !== `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`) {
      request.resume();
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
    } else if (service === undefined) {
      request.resume();
      response.writeHead(404).end();
    } else {
      this.serve(service, isAdvertisement !== undefined, request, response);
    }
  }

  /** The smart protocol: git answers itself, and the server only carries. */
  private serve(service: string, isAdvertisement: boolean, request: http.IncomingMessage, response: http.ServerResponse): void {
    const kind = isAdvertisement ? 'advertisement' : 'result';
    response.writeHead(200, { 'Content-Type': `application/x-git-${service}-${kind}` });
    const git = spawn('git', [service, '--stateless-rpc', ...(isAdvertisement ? ['--advertise-refs'] : []), this.folder]);
    if (isAdvertisement) {
      const line = `# service=git-${service}\n`;
      response.write(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`);
    }
    const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
    body.pipe(git.stdin);
    git.stdout.pipe(response);
  }
}
