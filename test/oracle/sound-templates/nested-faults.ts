import type { cx_api as cxapi } from 'aws-cdk-lib';
import { templateFaults } from './template-faults';
import { assetTemplate } from '../cloudformation/asset-template';
import { Json, JsonObject, Template } from '../cloudformation/template';

/** The faults of the templates of nested stacks, and of what they and their parent hand each other. */
export function nestedFaults(stack: cxapi.CloudFormationStackArtifact, parent: Template): string[] {
  return Object.entries(parent.Resources ?? {})
    .filter(([, { Type: type }]) => type === 'AWS::CloudFormation::Stack')
    .flatMap(([id, { Properties: properties = {} }]) => {
      // a URL that is not of an asset was written by hand
      const hash = /([0-9a-f]{64})\.json/.exec(JSON.stringify(properties.TemplateURL))?.[1];
      if (hash === undefined) return [];
      const nested = assetTemplate(stack, `${hash}.json`);
      const inside = [...templateFaults(nested), ...nestedFaults(stack, nested)].map((fault) => `${id}: ${fault}`);
      return [...inside, ...parameterFaults(id, properties, nested), ...outputFaults(id, parent, nested)];
    });
}

function parameterFaults(id: string, properties: JsonObject, nested: Template): string[] {
  const given = Object.keys((properties.Parameters ?? {}) as JsonObject);
  const declared = nested.Parameters ?? {};
  return [
    ...given.filter((name) => !(name in declared)).map((name) => `Resources.${id}: ${name} is not a parameter of the nested template`),
    ...Object.entries(declared)
      .filter(([name, { Default: fallback }]) => fallback === undefined && !given.includes(name))
      .map(([name]) => `Resources.${id}: the parameter ${name} of the nested template has no value`),
  ];
}

function outputFaults(id: string, parent: Template, nested: Template): string[] {
  return attributesOf(id, parent as JsonObject)
    .map((attribute) => attribute.replace(/^Outputs\./, ''))
    .filter((output) => !(output in (nested.Outputs ?? {})))
    .map((output) => `Resources.${id}: ${output} is not an output of the nested template`);
}

/** The attributes of a resource that `Fn::GetAtt` asks for anywhere in the value. */
function attributesOf(id: string, value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([key, item]) => {
    const [logicalId, ...attribute] = key === 'Fn::GetAtt' ? [item].flat().join('.').split('.') : [];
    return logicalId === id ? [attribute.join('.')] : attributesOf(id, item);
  });
}
