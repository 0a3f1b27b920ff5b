import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { DeployedTemplate, nestedStackName, pathInMetadata, resourcesOf } from './deployed-template';

/**
 * The templates of the stacks of an app, nested stacks and stacks of Stages included, as they were written.
 * @param isSelected whether a stack that is not nested is included, by the path of its template
 */
export function templatesOfApp(app: IConstruct, isSelected: (templatePath: string) => boolean): DeployedTemplate[] {
  return app.node
    .findAll()
    .filter((construct): construct is Stack => Stack.isStack(construct))
    .filter((stack) => isSelected(templateFileOf(outermost(stack))))
    .map(templateOf);
}

function templateOf(stack: Stack): DeployedTemplate {
  const file = templateFileOf(stack);
  const text = readFileSync(file, 'utf8');
  // most stacks of an app have nothing to do with Amazon ECR, and parsing takes time
  const resources = text.includes('AWS::ECR::') ? resourcesOf(JSON.parse(text)) : {};
  let paths: ReadonlyMap<string, string> | undefined;
  return {
    stackName: stackNameOf(stack),
    stackPath: stack.node.path,
    appStackPath: outermost(stack).node.path,
    file,
    environment: stack.environment,
    account: Token.isUnresolved(stack.account) ? undefined : stack.account,
    resources,
    constructPathOf: (logicalId) => {
      const path = pathInMetadata(resources[logicalId])?.trim();
      return path !== undefined && isResource(stack, path) ? path : (paths ??= pathsInTree(stack)).get(logicalId);
    },
  };
}

function templateFileOf(stack: Stack): string {
  return join(Stage.of(stack)!.outdir, stack.templateFile);
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}

/** CloudFormation generates the name of a nested stack, so its logical ID in the stack around it identifies it. */
function stackNameOf(stack: Stack): string {
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  if (parent === undefined || resource === undefined) return stack.stackName;
  return nestedStackName(stackNameOf(parent), String(stack.resolve((resource as CfnResource).logicalId)));
}

/** A template that CfnInclude reads can have the paths of another app. */
function isResource(stack: Stack, path: string): boolean {
  let construct: IConstruct | undefined = stack.node.root;
  for (const id of path.split('/')) construct = construct?.node.tryFindChild(id);
  return CfnResource.isCfnResource(construct) && construct.stack === stack;
}

/** The path of each resource by its logical ID, because path metadata can be disabled. */
function pathsInTree(stack: Stack): Map<string, string> {
  const resources = stack.node
    .findAll()
    .filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct) && construct.stack === stack);
  return new Map(resources.map((resource) => [String(stack.resolve(resource.logicalId)), resource.node.path]));
}
