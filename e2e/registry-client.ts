import { createHash } from 'node:crypto';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run, WORKSHOP } from './workshop';

const CRANE = join(WORKSHOP, 'crane');

/** What an image, or a manifest list, consists of. */
export interface Manifest {
  readonly mediaType: string;
  readonly manifests?: readonly { readonly platform: { readonly os: string; readonly architecture: string } }[];
}

/** A real registry client, with images of one file each. */
export class RegistryClient {
  constructor(private readonly registry: string) {}

  /** Pushes an image with the text in it; its digest. */
  public async push(name: string, text: string): Promise<string> {
    const reference = await run(CRANE, await this.pushing(name, text));
    return reference.trim().replace(/^.*@/, '');
  }

  /** The error with which the registry refuses such a push, or nothing. */
  public async refusalOfPush(name: string, text: string): Promise<string> {
    const { status, stderr } = await attempt(CRANE, await this.pushing(name, text));
    return status === 0 ? '' : stderr.trim();
  }

  /** The digest of an image. */
  public async digest(name: string): Promise<string> {
    return (await run(CRANE, ['digest', `${this.registry}/${name}`])).trim();
  }

  /** The manifest of an image, or a manifest list. */
  public async manifest(name: string): Promise<Manifest> {
    return JSON.parse(await run(CRANE, ['manifest', `${this.registry}/${name}`])) as Manifest;
  }

  /** Pulls an image; the text in it. */
  public async pull(name: string): Promise<string> {
    const files = join(WORKSHOP, 'pulled.tar');
    await run(CRANE, ['export', `${this.registry}/${name}`, files]);
    return run('tar', ['--extract', '--to-stdout', '--file', files, 'content']);
  }

  private async pushing(name: string, text: string): Promise<string[]> {
    const folder = join(WORKSHOP, 'layers', createHash('sha256').update(text).digest('hex'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'content'), text);
    // so that the same text has the same digest in every registry
    utimesSync(join(folder, 'content'), 0, 0);
    await run('tar', ['--create', '--file', join(folder, 'layer.tar'), '--directory', folder, 'content']);
    return ['append', '--new_layer', join(folder, 'layer.tar'), '--new_tag', `${this.registry}/${name}`];
  }
}
