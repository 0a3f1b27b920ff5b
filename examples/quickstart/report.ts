import { CfnDeletionPolicy, Stack, Token } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { AccessEntry, ImageInventory, SecureRepository } from 'cdk-secure-repository';
import { IConstruct } from 'constructs';
import { table } from './table';

/** Images on which a policy is shown, and when they were taken. */
export interface Sample {
  readonly inventory: ImageInventory;
  readonly now: Date;
}

/** How many images of a preview are told. */
const FIRST_ROWS = 5;

/** The tag that the example's push commands create. */
const PUSHED_TAG = '"$(git rev-parse --short HEAD)"';

/** A heading and its lines. */
export interface Section {
  readonly heading: string;
  readonly lines: string[];
}

/** What a person wants to know of the repositories of an app that has been synthesized. */
export function report(app: IConstruct, assembly: CloudAssembly): Section[] {
  return repositoriesOf(app).flatMap((repository) => sections(repository, assembly));
}

function repositoriesOf(app: IConstruct): SecureRepository[] {
  return app.node.findAll().filter((construct): construct is SecureRepository => construct instanceof SecureRepository);
}

function sections(repository: SecureRepository, assembly: CloudAssembly): Section[] {
  const stack = assembly.getStackArtifact(Stack.of(repository).artifactId);
  const { path } = repository.node;
  return [
    { heading: `What ${path} enforces`, lines: repository.describe() },
    { heading: `What becomes of the images of ${path}`, lines: repository.lifecyclePolicy.describe() },
    { heading: `Who may do what with ${path}`, lines: access(repository.access.describe()) },
    { heading: 'Where the template lies', lines: [stack.templateFullPath] },
    { heading: 'What to type next', lines: nextSteps(repository.node.defaultChild as CfnRepository, stack, assembly) },
  ];
}

/** What each policy would do with the images of an inventory: the first that would go, and the sum. */
export function previews(app: IConstruct, { inventory, now }: Sample): Section[] {
  return repositoriesOf(app).map(({ node: { path }, lifecyclePolicy }) => {
    const preview = lifecyclePolicy.preview(inventory, { now });
    const lines = preview.toTable().split('\n');
    const begin = lines.findIndex((line) => line.startsWith('ACTION'));
    const [header, ...rows] = lines.slice(begin, lines.indexOf('', begin));
    return {
      heading: `What the policy of ${path} would do with the sample images`,
      lines: [header, ...rows.slice(0, FIRST_ROWS), `${preview.summary()}; the rest: npx cdk-secure-repository preview --help`],
    };
  });
}

function access(entries: AccessEntry[]): string[] {
  if (entries.length === 0) return ['nobody, besides the administrators of the account'];
  const rows = entries.map(({ grantee, level, policyType, effect }) => [grantee, effect === 'Allow' ? level : `not ${level}`, policyType]);
  return table([['who', 'may', 'by'], ...rows]);
}

function nextSteps(resource: CfnRepository, stack: CloudFormationStackArtifact, assembly: CloudAssembly): string[] {
  const { hierarchicalId, stackName } = stack;
  const name = nameOf(resource, stackName);
  const stays = resource.cfnOptions.deletionPolicy !== CfnDeletionPolicy.DELETE;
  const output = (id: string) =>
    `aws cloudformation describe-stacks --stack-name ${stackName} --query "Stacks[0].Outputs[?OutputKey=='${id}'].OutputValue" --output text`;
  const dependents = assembly.stacksRecursively.filter(({ dependencies }) => dependencies.some(({ id }) => id === stack.id));
  const tags = dependents.flatMap(({ template }) => parametersOf(template));
  return table([
    ['deploy', `npx cdk deploy ${hierarchicalId}`],
    ...pushOutputs(stack.template).map((id) => ['log in and push', `${output(id)} | sh -e`]),
    // a service cannot start before the first push
    ...tags.map((tag) => [
      'choose the image to run',
      `aws ssm put-parameter --name ${tag} --type String --overwrite --value ${PUSHED_TAG}`,
    ]),
    ...dependents.map((dependent) => ['run it', `npx cdk deploy ${dependent.hierarchicalId}`]),
    ['look at the images', `aws ecr describe-images --repository-name ${name}`],
    ['look at the findings', `aws ecr describe-image-scan-findings --repository-name ${name} --image-id imageTag=TAG`],
    // before the stack, which knows the generated name
    ...(stays ? [['clean up the images', `aws ecr delete-repository --force --repository-name ${name}`]] : []),
    ...tags.map((tag) => ['clean up the tag', `aws ssm delete-parameter --name ${tag}`]),
    // and the stacks that depend on it
    ['clean up the rest', `npx cdk destroy ${hierarchicalId}`],
  ]);
}

/** The parameters of Systems Manager that a template reads, besides that of the bootstrap stack. */
function parametersOf(template: {
  readonly Parameters?: { readonly [id: string]: { readonly Type: string; readonly Default?: string } };
}): string[] {
  return Object.values(template.Parameters ?? {})
    .filter(({ Type, Default: name = '' }) => Type === 'AWS::SSM::Parameter::Value<String>' && !name.startsWith('/cdk-bootstrap/'))
    .map(({ Default }) => String(Default));
}

/** The name where it is known, else the command that asks for it. */
function nameOf(resource: CfnRepository, stackName: string): string {
  const { repositoryName: name } = resource;
  if (name !== undefined && !Token.isUnresolved(name)) return name;
  const logicalId = resource.stack.resolve(resource.logicalId) as string;
  const query = '--query StackResourceDetail.PhysicalResourceId --output text';
  return `"$(aws cloudformation describe-stack-resource --stack-name ${stackName} --logical-resource-id ${logicalId} ${query})"`;
}

/** The outputs of a template that hold push commands. */
function pushOutputs(template: { readonly Outputs?: { readonly [id: string]: unknown } }): string[] {
  return Object.entries(template.Outputs ?? {})
    .filter(([, output]) => JSON.stringify(output).includes('docker push'))
    .map(([id]) => id);
}
