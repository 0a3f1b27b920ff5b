import { AssemblyFiles } from './assembly-files';
import { TemplateResource } from './deployed-template';
import { StackMetadata } from './stack-metadata';
import { memberOf } from '../private/intrinsics';

/** The templates of nested stacks in a folder of a cloud assembly. The URL of a nested stack contains the hash of its template. */
export class NestedTemplates {
  /** All files that the assembly deploys: a file of an earlier synthesis stays in the folder. */
  public readonly files = new Set<string>();
  private readonly fileByHash = new Map<string, string>();

  constructor(files: AssemblyFiles, directory: string, artifacts: readonly unknown[]) {
    const manifests = artifacts
      .filter((artifact) => memberOf(artifact, 'type') === 'cdk:asset-manifest')
      .map((artifact) => memberOf(memberOf(artifact, 'properties'), 'file'));
    for (const manifest of manifests) {
      if (typeof manifest !== 'string') continue;
      for (const asset of Object.values(memberOf(files.json(directory, manifest), 'files') ?? {})) {
        this.add(memberOf(memberOf(asset, 'source'), 'path'), memberOf(asset, 'destinations'));
      }
    }
  }

  /** Adds the templates of a stack with the legacy synthesizer, which has no asset manifest. */
  public addAssetsOf(metadata: StackMetadata): void {
    for (const asset of metadata.assets) this.add(memberOf(asset, 'path'), memberOf(asset, 'sourceHash'));
  }

  /** The file of a nested stack: by its URL, or as the metadata that the AWS CDK CLI asks for names it. */
  public fileOf({ Type: type, Properties: properties, Metadata: metadata }: TemplateResource): string | undefined {
    if (type !== 'AWS::CloudFormation::Stack') return undefined;
    const byHash = hashesIn(memberOf(properties, 'TemplateURL'))
      .map((hash) => this.fileByHash.get(hash))
      .find((file) => file !== undefined);
    return byHash ?? nestedTemplate(metadata?.['aws:asset:path']);
  }

  private add(path: unknown, hashed: unknown): void {
    const file = nestedTemplate(path);
    if (file === undefined) return;
    this.files.add(file);
    for (const hash of hashesIn(hashed)) this.fileByHash.set(hash, file);
  }
}

/** Whether a file is the template of a nested stack: other assets of an app, in any format, can be templates of other software. */
function nestedTemplate(path: unknown): string | undefined {
  return typeof path === 'string' && path.endsWith('.nested.template.json') ? path : undefined;
}

function hashesIn(value: unknown): string[] {
  return value === undefined ? [] : (JSON.stringify(value).match(/[0-9a-f]{64}/g) ?? []);
}
