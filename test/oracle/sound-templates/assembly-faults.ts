import type { cx_api as cxapi } from 'aws-cdk-lib';
import { nestedFaults } from './nested-faults';
import { hasUnresolvedToken, templateFaults } from './template-faults';
import { Json, JsonObject, Template } from '../cloudformation/template';

/** What CloudFormation would refuse in the templates of an app, and the tokens that are left in them or beside them. */
export function assemblyFaults(assembly: cxapi.CloudAssembly): string[] {
  const stacks = assembly.stacksRecursively;
  return [
    ...stacks.flatMap((stack) => {
      const template = stack.template as Template;
      const faults = [...templateFaults(template), ...nestedFaults(stack, template)].map((fault) => `${stack.templateFile}: ${fault}`);
      return [...faults, ...artifactFaults(stack)];
    }),
    ...exportFaults(stacks),
  ];
}

/** Tokens in what the assembly says of a stack beside its template: its name, tags, parameters, messages. */
function artifactFaults(stack: cxapi.CloudFormationStackArtifact): string[] {
  const { type, environment, properties, displayName } = stack.manifest;
  const texts = [stack.id, JSON.stringify({ type, environment, properties, displayName, tags: stack.tags })];
  const messages = stack.messages.map(({ id, entry }) => `${id}: ${String(entry.data)}`);
  return [...texts, ...messages]
    .filter(hasUnresolvedToken)
    .map((text) => `${stack.templateFile}: an unresolved token is left beside the template, in ${text}`);
}

/** Imports within the app whose export is missing, or is in another environment. */
function exportFaults(stacks: readonly cxapi.CloudFormationStackArtifact[]): string[] {
  const exporting = new Map<string, string[]>();
  for (const { template, environment } of stacks) {
    for (const { Export: exported } of Object.values((template as Template).Outputs ?? {})) {
      if (exported === undefined) continue;
      const name = JSON.stringify(exported.Name);
      exporting.set(name, [...(exporting.get(name) ?? []), environment.name]);
    }
  }
  return stacks.flatMap(({ template, templateFile, environment }) =>
    importsOf(template as JsonObject, '').flatMap(([path, name]) => {
      const environments = exporting.get(JSON.stringify(name));
      if (environments?.includes(environment.name)) return [];
      const where = `${templateFile}: ${path}: Fn::ImportValue names ${JSON.stringify(name)}, which `;
      if (environments !== undefined) return [`${where}only a stack of ${environments.join(', ')} exports`];
      // another name is that of a stack outside of the app
      const owner = stacks.find((stack) => typeof name === 'string' && name.startsWith(`${stack.stackName}:`));
      return owner === undefined ? [] : [`${where}${owner.templateFile} does not export`];
    }),
  );
}

function importsOf(value: Json, path: string): [path: string, name: Json][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([key, item]): [string, Json][] =>
    key === 'Fn::ImportValue' ? [[path, item]] : importsOf(item, path === '' ? key : `${path}.${key}`),
  );
}
