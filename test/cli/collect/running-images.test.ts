import { ECSClient, LambdaClient } from '../../../src/cli/collect/aws-clients';
import { runningImages } from '../../../src/cli/collect/running-images';
import { digestOf } from '../../fixtures/recorded-aws/account';
import { RecordedRuns } from '../../fixtures/recorded-aws/recorded-runs';
import { AwsError } from '../../fixtures/recorded-aws/service';

const image = (tag: string) => `111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/api:${tag}`;
const ecs = (resource: string) => `arn:aws:ecs:eu-west-1:111122223333:${resource}`;
const lambda = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
const digest = digestOf('a');
const EVERYTHING = {
  clusters: [
    { name: 'main', tasks: [{ definition: 'api:2', image: image('v2'), digest }], services: [{ definition: 'api:2', previous: 'api:1' }] },
    { name: 'idle', services: [{ definition: 'job:1' }] },
  ],
  taskDefinitions: { 'api:1': [image('v1')], 'api:2': [image('v2'), image('sidecar')], 'job:1': [image('job')], 'cron:7': [image('cron')] },
  functions: [{ name: 'resize:1', image: image('fn'), digest }, { name: 'zip' }],
};
let runs: RecordedRuns;
afterEach(() => runs.stop());
const running = () => runs.ofRegistry('running.json');

test('tasks, services also without tasks, their deployments, the latest task definitions and functions are there', async () => {
  runs = await RecordedRuns.ofRegion(EVERYTHING);
  await runs.collect();
  expect(running()).toMatchObject({ formatVersion: 1, missing: {} });
  const definition = (name: string, tag: string) => ({
    image: image(tag),
    kind: 'ecs-task-definition',
    usedBy: ecs(`task-definition/${name}`),
  });
  expect(running().images).toEqual([
    { image: image('v2'), digest, kind: 'ecs-task', usedBy: ecs('task/main/0') },
    definition('api:2', 'v2'),
    definition('api:2', 'sidecar'),
    definition('api:1', 'v1'),
    definition('job:1', 'job'),
    definition('cron:7', 'cron'),
    { image: image('fn'), digest, kind: 'lambda-function', usedBy: lambda('resize:1') },
  ]);
});

test('more than a page of everything is read', async () => {
  const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
  const names = many(130, (index) => `d${index}:1`);
  runs = await RecordedRuns.ofRegion({
    clusters: [
      ...many(101, (index) => ({ name: `c${index}` })),
      {
        name: 'last',
        tasks: names.map((definition) => ({ definition, image: image('t') })),
        services: names.map((definition) => ({ definition })),
      },
    ],
    taskDefinitions: Object.fromEntries(names.map((name) => [name, [image(name.split(':')[0])]])),
    functions: many(120, (index) => ({ name: `f${index}`, image: image(`f${index}`) })),
  });
  await runs.collect();
  const kinds = running().images.map(({ kind }: { kind: string }) => kind);
  const count = (kind: string) => kinds.filter((one: string) => one === kind).length;
  expect([count('ecs-task'), count('ecs-task-definition'), count('lambda-function')]).toEqual([130, 130, 120]);
});

test.each([
  ['ListClusters', { clusters: 'AccessDeniedException: no' }, 'ecs-task-definition'],
  ['ListTaskDefinitionFamilies', { 'task definition families': 'AccessDeniedException: no' }, 'ecs-task'],
  ['ListFunctions', { functions: 'AccessDeniedException: no' }, 'ecs-task'],
  [
    'ListTasks',
    {
      [`tasks of ${ecs('cluster/main')}`]: 'AccessDeniedException: no',
      [`tasks of ${ecs('cluster/idle')}`]: 'AccessDeniedException: no',
    },
    'ecs-task-definition',
  ],
  ['GetFunction', { [lambda('resize:1')]: 'AccessDeniedException: no' }, 'ecs-task'],
])('what %s refuses is missing, and the rest is there', async (refused, missing, kind) => {
  runs = await RecordedRuns.ofRegion(EVERYTHING);
  runs.service.before = ({ operation }) => {
    if (operation === refused) throw new AwsError('AccessDeniedException', 'no');
  };
  expect(await runs.collect()).toMatchObject({ exitCode: 0, complained: expect.stringContaining('could not be read') });
  expect(running().missing).toEqual(missing);
  expect(running().images.map((one: { kind: string }) => one.kind)).toContain(kind);
});

test.each(['ListTasks', 'DescribeTasks'])('a denied %s does not skip the services of the cluster', async (refused) => {
  runs = await RecordedRuns.ofRegion(EVERYTHING);
  runs.service.before = ({ operation }) => {
    if (operation === refused) throw new AwsError('AccessDeniedException', 'no');
  };
  await runs.collect();
  // a revision that only a deployment of the service has
  expect(running().images.map(({ usedBy }: { usedBy: string }) => usedBy)).toContain(ecs('task-definition/api:1'));
});

test('denied services do not skip the tasks of the cluster', async () => {
  runs = await RecordedRuns.ofRegion(EVERYTHING);
  runs.service.before = ({ operation }) => {
    if (operation === 'ListServices') throw new AwsError('AccessDeniedException', 'no');
  };
  await runs.collect();
  expect(Object.keys(running().missing)).toEqual([`services of ${ecs('cluster/main')}`, `services of ${ecs('cluster/idle')}`]);
  expect(running().images.map(({ kind }: { kind: string }) => kind)).toContain('ecs-task');
});

test('a cluster that was deleted meanwhile runs nothing', async () => {
  runs = await RecordedRuns.ofRegion(EVERYTHING);
  runs.service.before = ({ operation, input }) => {
    if (/^List(Tasks|Services)$/.test(operation) && String(input.cluster).endsWith('idle')) {
      throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
    }
  };
  expect(await runs.collect()).toMatchObject({ exitCode: 0, complained: '' });
  expect(running().missing).toEqual({});
});

test.each<[string, number, object, string[]]>([
  ['ListClusters', 1, { clusters: 'AccessDeniedException: no' }, ['ecs-task', 'ecs-task-definition']],
  ['ListFunctions', 1, { functions: 'AccessDeniedException: no' }, ['lambda-function']],
])('what %s returned before it refuses stays', async (refused, from, missing, kinds) => {
  runs = await RecordedRuns.ofRegion({
    ...EVERYTHING,
    clusters: [...EVERYTHING.clusters, ...Array.from({ length: 100 }, (_, index) => ({ name: `c${index}` }))],
    functions: [...EVERYTHING.functions, ...Array.from({ length: 60 }, (_, index) => ({ name: `f${index}` }))],
  });
  let calls = 0;
  runs.service.before = ({ operation }) => {
    if (operation === refused && calls++ >= from) throw new AwsError('AccessDeniedException', 'no');
  };
  await runs.collect();
  expect(running().missing).toEqual(missing);
  expect(running().images.map((one: { kind: string }) => one.kind)).toEqual(expect.arrayContaining(kinds));
});

test('what was read before the network fails stays', async () => {
  runs = await RecordedRuns.ofRegion(EVERYTHING);
  runs.service.before = ({ operation, input }) => {
    if (operation === 'DescribeTaskDefinition' && input.taskDefinition === 'cron') {
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    }
  };
  const clients = { region: 'eu-west-1', maxAttempts: 1 };
  const { images, missing } = await runningImages(new ECSClient(clients), new LambdaClient(clients));
  expect(missing).toEqual({ ecs: 'ThrottlingException: Rate exceeded' });
  expect(images.map(({ kind }) => kind)).toEqual([
    'ecs-task',
    'ecs-task-definition',
    'ecs-task-definition',
    'ecs-task-definition',
    'ecs-task-definition',
    'lambda-function',
  ]);
});

test('a function that was deleted meanwhile runs nothing', async () => {
  runs = await RecordedRuns.ofRegion(EVERYTHING);
  runs.service.before = ({ operation }) => {
    if (operation === 'GetFunction') throw new AwsError('ResourceNotFoundException', 'gone', 404);
  };
  expect(await runs.collect()).toMatchObject({ exitCode: 0, complained: '' });
  expect(running().missing).toEqual({});
});

test('a service that the network does not lead to is missing, and the other is there', async () => {
  runs = await RecordedRuns.ofRegion(EVERYTHING);
  const clients = { region: 'eu-west-1', maxAttempts: 1 };
  const lambdaNowhere = new LambdaClient({ ...clients, endpoint: 'http://127.0.0.1:9' });
  const { images, missing } = await runningImages(new ECSClient(clients), lambdaNowhere);
  expect(missing).toEqual({ lambda: expect.stringContaining('ECONNREFUSED') });
  expect(images).toHaveLength(6);
});

test('credentials that expire end it', async () => {
  runs = await RecordedRuns.ofRegion(EVERYTHING);
  runs.service.before = ({ operation }) => {
    if (operation === 'GetFunction') throw new AwsError('ExpiredTokenException', 'expired');
  };
  const clients = { region: 'eu-west-1', maxAttempts: 1 };
  await expect(runningImages(new ECSClient(clients), new LambdaClient(clients))).rejects.toThrow('expired');
});
