import { Attempts } from './attempts';
import * as aws from './aws-clients';
import { all } from './registry-settings';
import { FORMAT_VERSION, RunningFile, RunningImage } from '../../fleet/inventory-format';

/** Reads the images of the tasks, services and task definitions of Amazon ECS, and of the functions of AWS Lambda. */
export async function runningImages(ecs: aws.ECSClient, lambda: aws.LambdaClient): Promise<RunningFile> {
  const attempts = new Attempts();
  const images = [
    ...((await attempts.read('ecs', () => imagesInEcs(ecs, attempts))) ?? []),
    ...((await attempts.read('lambda', () => imagesInLambda(lambda, attempts))) ?? []),
  ];
  return { formatVersion: FORMAT_VERSION, collectedAt: new Date().toISOString(), images, missing: attempts.missing };
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
  for (const taskDefinition of new Set([...definitions, ...families])) {
    await attempts.read(taskDefinition, async () => {
      const { taskDefinition: described } = await ecs.send(new aws.DescribeTaskDefinitionCommand({ taskDefinition }));
      const usedBy = described?.taskDefinitionArn ?? taskDefinition;
      // the latest revision of a family may be that of a service
      if (usedBy !== taskDefinition && definitions.has(usedBy)) return;
      for (const { image } of described?.containerDefinitions ?? []) if (image) images.push({ image, kind: 'ecs-task-definition', usedBy });
    });
  }
  return images;
}

/** The images of all versions of all functions. A list of functions does not contain them. */
async function imagesInLambda(lambda: aws.LambdaClient, attempts: Attempts): Promise<RunningImage[]> {
  const images: RunningImage[] = [];
  for (const { FunctionArn: arn = '', PackageType } of await all(
    aws.paginateListFunctions({ client: lambda }, { FunctionVersion: 'ALL' }),
    'Functions',
  )) {
    if (PackageType !== 'Image') continue;
    await attempts.read(arn, async () => {
      const { Code: code } = await lambda.send(new aws.GetFunctionCommand({ FunctionName: arn }));
      const digest = /sha256:[0-9a-f]{64}$/.exec(code?.ResolvedImageUri ?? '')?.[0];
      if (code?.ImageUri) images.push({ image: code.ImageUri, digest, kind: 'lambda-function', usedBy: arn });
    });
  }
  return images;
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}
