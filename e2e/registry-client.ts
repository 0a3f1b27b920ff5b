import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output, run, WORKSHOP } from './workshop';

const CRANE = join(WORKSHOP, 'crane');

/** A real registry client, with images of one file each. */
export class RegistryClient {
  constructor(private readonly registry: string) {}

  /** Pushes an image with the text in it; its digest. */
  public push(name: string, text: string): string {
    const reference = output(CRANE, this.pushing(name, text)).trim();
    return reference.replace(/^.*@/, '');
  }

  /** What the registry says to such a push when it refuses it, or nothing. */
  public refusalOfPush(name: string, text: string): string {
    const { status, stderr } = run(CRANE, this.pushing(name, text));
    return status === 0 ? '' : stderr.trim();
  }

  public digest(name: string): string {
    return output(CRANE, ['digest', `${this.registry}/${name}`]).trim();
  }

  /** Pulls an image; the text in it. */
  public pull(name: string): string {
    const files = join(WORKSHOP, 'pulled.tar');
    output(CRANE, ['export', `${this.registry}/${name}`, files]);
    return output('tar', ['--extract', '--to-stdout', '--file', files, 'content']);
  }

  private pushing(name: string, text: string): string[] {
    const folder = join(WORKSHOP, 'layers', createHash('sha256').update(text).digest('hex'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'content'), text);
    output('tar', ['--create', '--file', join(folder, 'layer.tar'), '--directory', folder, 'content']);
    return ['append', '--new_layer', join(folder, 'layer.tar'), '--new_tag', `${this.registry}/${name}`];
  }
}
