import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { endsTheRegistry, endsTheRun } from './failure';
import { inParallel } from './parallel';
import { FORMAT_VERSION, RunningFile, RunningImage } from '../../fleet/inventory-format';

/** Task definitions and functions that are read at the same time. */
const PARALLEL = 8;
/** As many as DescribeTasks and DescribeServices accept. */
const TASKS_A_CALL = 100;
const SERVICES_A_CALL = 10;
const VANISHED_CLUSTER = 'ClusterNotFoundException';

/** Reads the images of the tasks, services and task definitions of Amazon ECS, and of the functions of AWS Lambda. */
export async function runningImages(ecs: aws.ECSClient, lambda: aws.LambdaClient): Promise<RunningFile> {
  // a network may lead to Amazon ECR only
  const services = new Attempts(endsTheRun);
  const parts = new Attempts(endsTheRegistry);
  const images: RunningImage[] = [];
  await services.read('ecs', () => addImagesInEcs(ecs, parts, images));
  await services.read('lambda', () => addImagesInLambda(lambda, parts, images));
  return {
    formatVersion: FORMAT_VERSION,
    collectedAt: new Date().toISOString(),
    images,
    missing: { ...services.missing, ...parts.missing },
  };
}

/**
 * The images of tasks that are not stopped, of the task definitions of these tasks and of the services and their deployments, also of those with a
 * desired count of 0, and of the latest revision of each active family, which a schedule or a person may run.
 */
async function addImagesInEcs(ecs: aws.ECSClient, attempts: Attempts, images: RunningImage[]): Promise<void> {
  const definitions = new Set<string>();
  for (const cluster of await listed(
    'clusters',
    aws.paginateListClusters({ client: ecs }, {}),
    ({ clusterArns }) => clusterArns,
    attempts,
  )) {
    // one of the two may be denied, and a cluster that was deleted meanwhile runs nothing
    await attempts.read(`tasks of ${cluster}`, () => addTasks(ecs, cluster, definitions, images), VANISHED_CLUSTER);
    await attempts.read(`services of ${cluster}`, () => addServices(ecs, cluster, definitions), VANISHED_CLUSTER);
  }
  const pages = aws.paginateListTaskDefinitionFamilies({ client: ecs }, { status: 'ACTIVE' });
  const families = await listed('task definition families', pages, (page) => page.families, attempts);
  await addInParallel([...new Set([...definitions, ...families])], attempts, images, async (taskDefinition) => {
    const { taskDefinition: described } = await ecs.send(new aws.DescribeTaskDefinitionCommand({ taskDefinition }));
    const usedBy = described?.taskDefinitionArn ?? taskDefinition;
    // the latest revision of a family may be that of a service
    if (usedBy !== taskDefinition && definitions.has(usedBy)) return [];
    return (described?.containerDefinitions ?? []).flatMap(({ image }) =>
      image ? [{ image, kind: 'ecs-task-definition' as const, usedBy }] : [],
    );
  });
}

async function addTasks(ecs: aws.ECSClient, cluster: string, definitions: Set<string>, images: RunningImage[]): Promise<void> {
  for await (const { taskArns: tasks = [] } of aws.paginateListTasks({ client: ecs, pageSize: TASKS_A_CALL }, { cluster })) {
    if (tasks.length === 0) continue;
    const described = await ecs.send(new aws.DescribeTasksCommand({ cluster, tasks }));
    for (const { taskArn = '', taskDefinitionArn, containers = [] } of described.tasks ?? []) {
      if (taskDefinitionArn) definitions.add(taskDefinitionArn);
      for (const { image, imageDigest: digest } of containers) {
        if (image) images.push({ image, digest, kind: 'ecs-task', usedBy: taskArn });
      }
    }
  }
}

async function addServices(ecs: aws.ECSClient, cluster: string, definitions: Set<string>): Promise<void> {
  for await (const { serviceArns: services = [] } of aws.paginateListServices({ client: ecs, pageSize: SERVICES_A_CALL }, { cluster })) {
    if (services.length === 0) continue;
    const described = await ecs.send(new aws.DescribeServicesCommand({ cluster, services }));
    for (const { taskDefinition, deployments = [], taskSets = [] } of described.services ?? []) {
      for (const one of [taskDefinition, ...[...deployments, ...taskSets].map((each) => each.taskDefinition)]) {
        if (one) definitions.add(one);
      }
    }
  }
}

/** The images of all versions of all functions. A list of functions does not contain them. */
async function addImagesInLambda(lambda: aws.LambdaClient, attempts: Attempts, images: RunningImage[]): Promise<void> {
  const pages = aws.paginateListFunctions({ client: lambda }, { FunctionVersion: 'ALL' });
  const functions = await listed('functions', pages, (page) => page.Functions, attempts);
  const arns = functions.flatMap(({ FunctionArn: arn, PackageType: type }) => (arn && type === 'Image' ? [arn] : []));
  await addInParallel(arns, attempts, images, async (arn) => {
    const { Code: code } = await lambda.send(new aws.GetFunctionCommand({ FunctionName: arn }));
    const digest = /sha256:[0-9a-f]{64}$/.exec(code?.ResolvedImageUri ?? '')?.[0];
    return code?.ImageUri ? [{ image: code.ImageUri, digest, kind: 'lambda-function' as const, usedBy: arn }] : [];
  });
}

/** The entries of a list with pages, up to one that cannot be read. */
async function listed<Page, Entry>(
  name: string,
  pages: AsyncIterable<Page>,
  entriesOf: (page: Page) => Entry[] | undefined,
  attempts: Attempts,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  await attempts.read(name, async () => {
    for await (const page of pages) entries.push(...(entriesOf(page) ?? []));
  });
  return entries;
}

/** Adds the images of several things, in their order, also if an error ends it. What does not exist any longer runs nothing. */
async function addInParallel(
  names: readonly string[],
  attempts: Attempts,
  images: RunningImage[],
  read: (name: string) => Promise<RunningImage[]>,
): Promise<void> {
  const found = new Map<string, RunningImage[]>();
  try {
    await inParallel(PARALLEL, names, async (name) => {
      found.set(name, (await attempts.read(name, () => read(name), 'ResourceNotFoundException')) ?? []);
    });
  } finally {
    images.push(...names.flatMap((name) => found.get(name) ?? []));
  }
}
