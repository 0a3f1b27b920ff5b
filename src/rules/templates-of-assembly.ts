import { readdirSync, readFileSync } from 'fs';
import { basename, join } from 'path';
import { DeployedTemplate, nestedStackName, pathInMetadata, resourcesOf, SourceLine } from './deployed-template';
import { memberOf } from './template-values';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';

/** The templates of a cloud assembly, such as `cdk.out`: of its stacks, their nested stacks, and the assemblies of its Stages. */
export function templatesOfAssembly(directory: string): DeployedTemplate[] {
  const manifestFile = join(directory, 'manifest.json');
  const manifest = json(manifestFile);
  // other software also has a file of this name
  if (text(memberOf(manifest, 'version')) === undefined) {
    throw new SecureRepositoryError(
      'rule-input',
      manifestFile,
      'the manifest has no version, so it is not of a cloud assembly. Pass the output folder of cdk synth, such as cdk.out.',
    );
  }
  const artifacts = Object.entries(memberOf(manifest, 'artifacts') ?? {});
  const stacks = artifacts.filter(([, artifact]) => memberOf(artifact, 'type') === 'aws:cloudformation:stack');
  const stages = artifacts.filter(([, artifact]) => memberOf(artifact, 'type') === 'cdk:cloud-assembly');
  const templates = stacks.flatMap(([id, artifact]) => templatesOfStack(directory, id, artifact));
  return [
    ...templates,
    ...withoutParent(directory, templates, filesOf(directory, artifacts)),
    ...stages.flatMap(([id, artifact]) =>
      templatesOfAssembly(join(directory, text(memberOf(memberOf(artifact, 'properties'), 'directoryName')) ?? id)),
    ),
  ];
}

/**
 * An app that is not run by the AWS CDK CLI writes no metadata about assets, and the templates of its nested stacks are known by their file names alone.
 * @param listed the files that the assembly deploys: a file of an earlier synthesis stays in the folder
 */
function withoutParent(directory: string, templates: readonly DeployedTemplate[], listed: ReadonlySet<unknown>): DeployedTemplate[] {
  const reached = new Set(templates.map(({ file }) => basename(file)));
  return readdirSync(directory)
    .filter((file) => file.endsWith('.nested.template.json') && listed.has(file) && !reached.has(file))
    .map((file) => templateOf({ directory, constructPathOf: () => undefined, sourceOf: () => undefined }, file, file));
}

/** The files in the asset manifests of an assembly. */
function filesOf(directory: string, artifacts: readonly (readonly [string, unknown])[]): Set<unknown> {
  const manifests = artifacts
    .filter(([, artifact]) => memberOf(artifact, 'type') === 'cdk:asset-manifest')
    .map(([, artifact]) => text(memberOf(memberOf(artifact, 'properties'), 'file')));
  const files = manifests.flatMap((file): unknown[] =>
    file === undefined ? [] : Object.values(memberOf(json(join(directory, file)), 'files') ?? {}),
  );
  return new Set(files.map((file) => memberOf(memberOf(file, 'source'), 'path')));
}

function templatesOfStack(directory: string, id: string, artifact: unknown): DeployedTemplate[] {
  const properties = memberOf(artifact, 'properties');
  const environment = text(memberOf(artifact, 'environment'));
  const metadataFile = text(memberOf(artifact, 'additionalMetadataFile'));
  const metadata = metadataFile === undefined ? memberOf(artifact, 'metadata') : json(join(directory, metadataFile));
  const paths = Object.entries(metadata ?? {});
  const stack: AssembledStack = {
    directory,
    environment,
    account: /^aws:\/\/(\d{12})\//.exec(environment ?? '')?.[1],
    constructPathOf: (logicalId) => {
      const found = paths.filter(([, entries]) => dataOf(entries, 'aws:cdk:logicalId').includes(logicalId));
      // a nested stack may have the same logical ID
      return found.length === 1 ? found[0][0].slice(1) : undefined;
    },
    sourceOf: (path) => sourceLine(dataOf(memberOf(metadata, `/${path}`), 'aws:cdk:creationStack').flat()),
  };
  return templateAndNested(
    stack,
    text(memberOf(properties, 'stackName')) ?? id,
    text(memberOf(properties, 'templateFile')) ?? `${id}.template.json`,
  );
}

/** What the manifest says about a stack and its nested stacks. */
interface AssembledStack extends Pick<DeployedTemplate, 'environment' | 'account' | 'constructPathOf'> {
  readonly directory: string;
  readonly sourceOf: (constructPath: string) => SourceLine | undefined;
}

function templateAndNested(stack: AssembledStack, stackName: string, templateFile: string): DeployedTemplate[] {
  const template = templateOf(stack, stackName, templateFile);
  const nested = Object.entries(template.resources).flatMap(([logicalId, resource]) => {
    const asset = resource.Type === 'AWS::CloudFormation::Stack' ? text(resource.Metadata?.['aws:asset:path']) : undefined;
    return asset === undefined ? [] : templateAndNested(stack, nestedStackName(stackName, logicalId), asset);
  });
  return [template, ...nested];
}

function templateOf(stack: AssembledStack, stackName: string, templateFile: string): DeployedTemplate {
  const file = join(stack.directory, templateFile);
  const resources = resourcesOf(json(file));
  const constructPathOf = (logicalId: string) => pathInMetadata(resources[logicalId]) ?? stack.constructPathOf(logicalId);
  return {
    stackName,
    file,
    environment: stack.environment,
    account: stack.account,
    resources,
    constructPathOf,
    sourceOf: (logicalId) => {
      const path = constructPathOf(logicalId);
      return path === undefined ? undefined : stack.sourceOf(path);
    },
  };
}

/** The data of the metadata entries of a type. */
function dataOf(entries: unknown, type: string): unknown[] {
  return (Array.isArray(entries) ? entries : [])
    .filter((entry) => memberOf(entry, 'type') === type)
    .map((entry) => memberOf(entry, 'data'));
}

/** The first line of the stack trace that is in a file of the app, not in a package or in the runtime. */
function sourceLine(trace: readonly unknown[]): SourceLine | undefined {
  for (const line of trace) {
    const [, file, number] = /\((.+):(\d+):\d+\)$/.exec(String(line)) ?? [];
    if (file !== undefined && !/[\\/]node_modules[\\/]/.test(file)) return { file, line: Number(number) };
  }
  return undefined;
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const problem = `the file of the cloud assembly cannot be read (${messageOf(error)}). Run cdk synth, and pass its output folder, such as cdk.out.`;
    throw new SecureRepositoryError('rule-input', file, problem);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
