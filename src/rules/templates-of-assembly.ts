import { basename, join, resolve } from 'path';
import { AssemblyFiles, inputError } from './assembly-files';
import { DeployedTemplate, nestedStackName, pathInMetadata, resourcesOf } from './deployed-template';
import { NestedTemplates } from './nested-templates';
import { StackMetadata } from './stack-metadata';
import { memberOf } from '../private/intrinsics';

const MANIFEST = 'manifest.json';

/** The templates of a cloud assembly, such as `cdk.out`: of its stacks, their nested stacks, and the assemblies of its Stages. */
export function templatesOfAssembly(directory: string): DeployedTemplate[] {
  return templatesOf(new AssemblyFiles(directory), directory, []);
}

/** @param around the folders of the assemblies around this one */
function templatesOf(files: AssemblyFiles, directory: string, around: readonly string[]): DeployedTemplate[] {
  const manifest = files.json(directory, MANIFEST);
  // other software also has a file of this name
  if (text(memberOf(manifest, 'version')) === undefined) {
    throw inputError(
      join(directory, MANIFEST),
      'the manifest has no version, so it is not of a cloud assembly. Pass the output folder of cdk synth, such as cdk.out.',
    );
  }
  const folders = [...around, resolve(directory)];
  const artifacts = Object.entries(memberOf(manifest, 'artifacts') ?? {});
  const nested = new NestedTemplates(files, directory, Object.values(memberOf(manifest, 'artifacts') ?? {}));
  const stacks = artifacts.filter(([, artifact]) => memberOf(artifact, 'type') === 'aws:cloudformation:stack');
  const stages = artifacts.filter(([, artifact]) => memberOf(artifact, 'type') === 'cdk:cloud-assembly');
  const templates = stacks.flatMap(([id, artifact]) => templatesOfStack({ files, directory, nested }, id, artifact));
  return [
    ...templates,
    ...withoutParent({ files, directory, nested }, templates),
    ...stages.flatMap(([id, artifact]) => {
      const folder = join(directory, text(memberOf(memberOf(artifact, 'properties'), 'directoryName')) ?? id);
      if (folders.includes(resolve(folder))) {
        throw inputError(join(directory, MANIFEST), `the Stage ${id} is in the folder of the assembly around it. Run cdk synth again.`);
      }
      return templatesOf(files, folder, folders);
    }),
  ];
}

/** A folder of the assembly, and what is in it. */
interface Folder {
  readonly files: AssemblyFiles;
  readonly directory: string;
  readonly nested: NestedTemplates;
}

/** The templates of nested stacks that no stack refers to in a form that is known here. They are identified by their file names. */
function withoutParent({ files, directory, nested }: Folder, templates: readonly DeployedTemplate[]): DeployedTemplate[] {
  const reached = new Set(templates.map(({ file }) => basename(file)));
  const stack = { files, directory, nested, metadata: new StackMetadata(undefined) };
  return [...nested.files].filter((file) => !reached.has(basename(file))).map((file) => templateOf(stack, file, file));
}

/** What the manifest says about a stack and its nested stacks. */
interface AssembledStack extends Folder, Pick<DeployedTemplate, 'appStackPath' | 'environment' | 'account'> {
  readonly metadata: StackMetadata;
}

function templatesOfStack(folder: Folder, id: string, artifact: unknown): DeployedTemplate[] {
  const { files, directory, nested } = folder;
  const properties = memberOf(artifact, 'properties');
  const environment = text(memberOf(artifact, 'environment'));
  const metadataFile = text(memberOf(artifact, 'additionalMetadataFile'));
  const metadata = new StackMetadata(metadataFile === undefined ? memberOf(artifact, 'metadata') : files.json(directory, metadataFile));
  nested.addAssetsOf(metadata);
  const stack: AssembledStack = {
    ...folder,
    appStackPath: text(memberOf(artifact, 'displayName')) ?? id,
    environment,
    account: /^aws:\/\/(\d{12})\//.exec(environment ?? '')?.[1],
    metadata,
  };
  return templateAndNested(
    stack,
    text(memberOf(properties, 'stackName')) ?? id,
    text(memberOf(properties, 'templateFile')) ?? `${id}.template.json`,
    [],
  );
}

/** @param around the files of the stacks around this one */
function templateAndNested(stack: AssembledStack, stackName: string, templateFile: string, around: readonly string[]): DeployedTemplate[] {
  const template = templateOf(stack, stackName, templateFile);
  const files = [...around, resolve(template.file)];
  const nested = Object.entries(template.resources).flatMap(([logicalId, resource]) => {
    const file = stack.nested.fileOf(resource);
    if (file === undefined) return [];
    if (files.includes(resolve(stack.directory, file))) {
      const problem = `the nested stack ${logicalId} has the template ${file}, which is that of a stack around it. Run cdk synth again.`;
      throw inputError(template.file, problem);
    }
    return templateAndNested(stack, nestedStackName(stackName, logicalId), file, files);
  });
  return [template, ...nested];
}

function templateOf(stack: AssembledStack, stackName: string, templateFile: string): DeployedTemplate {
  const { files, directory, metadata, appStackPath, environment, account } = stack;
  const resources = resourcesOf(files.json(directory, templateFile));
  const constructPathOf = (logicalId: string) => pathInMetadata(resources[logicalId]) ?? metadata.constructPathOf(logicalId);
  return {
    stackName,
    appStackPath,
    file: join(directory, templateFile),
    environment,
    account,
    resources,
    constructPathOf,
    sourceOf: (logicalId) => {
      const path = constructPathOf(logicalId);
      return path === undefined ? undefined : metadata.sourceOf(path);
    },
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
