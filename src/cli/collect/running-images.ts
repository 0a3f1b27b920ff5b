import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { endsTheRegistry, endsTheRun } from './failure';
import { inParallel } from './parallel';
import { all } from './registry-settings';
import { FORMAT_VERSION, RunningFile, RunningImage } from '../../fleet/inventory-format';

/** Task definitions and functions that are read at the same time. */
const PARALLEL = 8;

/** Reads the images of the tasks, services and task definitions of Amazon ECS, and of the functions of AWS Lambda. */
export async function runningImages(ecs: aws.ECSClient, lambda: aws.LambdaClient): Promise<RunningFile> {
  // a network may lead to Amazon ECR only
  const services = new Attempts(endsTheRun);
  const parts = new Attempts(endsTheRegistry);
  const images = [
    ...((await services.read('ecs', () => imagesInEcs(ecs, parts))) ?? []),
    ...((await services.read('lambda', () => imagesInLambda(lambda, parts))) ?? []),
  ];
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
async function imagesInEcs(ecs: aws.ECSClient, attempts: Attempts): Promise<RunningImage[]> {
  const images: RunningImage[] = [];
  const definitions = new Set<string>();
  for (const cluster of await all(aws.paginateListClusters({ client: ecs }, {}), 'clusterArns')) {
    await attempts.read(cluster, async () => {
      for (const tasks of chunks(await all(aws.paginateListTasks({ client: ecs }, { cluster }), 'taskArns'), 100)) {
        const described = await ecs.send(new aws.DescribeTasksCommand({ cluster, tasks }));
        for (const { taskArn = '', taskDefinitionArn, containers = [] } of described.tasks ?? []) {
          if (taskDefinitionArn) definitions.add(taskDefinitionArn);
          for (const { image, imageDigest: digest } of containers) {
            if (image) images.push({ image, digest, kind: 'ecs-task', usedBy: taskArn });
          }
        }
      }
      for (const services of chunks(await all(aws.paginateListServices({ client: ecs }, { cluster }), 'serviceArns'), 10)) {
        const described = await ecs.send(new aws.DescribeServicesCommand({ cluster, services }));
        for (const { taskDefinition, deployments = [], taskSets = [] } of described.services ?? []) {
          for (const one of [taskDefinition, ...[...deployments, ...taskSets].map((each) => each.taskDefinition)]) {
            if (one) definitions.add(one);
          }
        }
      }
    });
  }
  const families = await all(aws.paginateListTaskDefinitionFamilies({ client: ecs }, { status: 'ACTIVE' }), 'families');
  const ofDefinitions = await eachInParallel([...new Set([...definitions, ...families])], attempts, async (taskDefinition) => {
    const { taskDefinition: described } = await ecs.send(new aws.DescribeTaskDefinitionCommand({ taskDefinition }));
    const usedBy = described?.taskDefinitionArn ?? taskDefinition;
    // the latest revision of a family may be that of a service
    if (usedBy !== taskDefinition && definitions.has(usedBy)) return [];
    return (described?.containerDefinitions ?? []).flatMap(({ image }) =>
      image ? [{ image, kind: 'ecs-task-definition' as const, usedBy }] : [],
    );
  });
  return [...images, ...ofDefinitions];
}

/** The images of all versions of all functions. A list of functions does not contain them. */
async function imagesInLambda(lambda: aws.LambdaClient, attempts: Attempts): Promise<RunningImage[]> {
  const functions = await all(aws.paginateListFunctions({ client: lambda }, { FunctionVersion: 'ALL' }), 'Functions');
  const arns = functions.flatMap(({ FunctionArn: arn, PackageType: type }) => (arn && type === 'Image' ? [arn] : []));
  return eachInParallel(arns, attempts, async (arn) => {
    const { Code: code } = await lambda.send(new aws.GetFunctionCommand({ FunctionName: arn }));
    const digest = /sha256:[0-9a-f]{64}$/.exec(code?.ResolvedImageUri ?? '')?.[0];
    return code?.ImageUri ? [{ image: code.ImageUri, digest, kind: 'lambda-function' as const, usedBy: arn }] : [];
  });
}

/** The images of several things, in their order. What does not exist any longer runs nothing. */
async function eachInParallel(
  names: readonly string[],
  attempts: Attempts,
  read: (name: string) => Promise<RunningImage[]>,
): Promise<RunningImage[]> {
  const found = new Map<string, RunningImage[]>();
  await inParallel(PARALLEL, names, async (name) => {
    const images = await attempts.read(name, () => read(name), 'ResourceNotFoundException');
    found.set(name, images ?? []);
  });
  return names.flatMap((name) => found.get(name) ?? []);
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}
