import { Account } from '../../fixtures/recorded-aws/account';
import { ACCOUNT, RecordedRuns, REGION } from '../../fixtures/recorded-aws/recorded-runs';
import { Call } from '../../fixtures/recorded-aws/service';
import { Caller } from '../../oracle/iam/caller';
import { decide } from '../../oracle/iam/decide';
import { Policy } from '../../oracle/iam/policy';

const digest = `sha256:${'a'.repeat(64)}`;
const index = { imageDigest: digest, imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' };
/** Something of everything that is read. */
const EVERYTHING = new Account(ACCOUNT, {
  [REGION]: {
    repositories: [{ name: 'shop/api', images: [index], manifests: { [digest]: '{}' } }],
    clusters: [{ name: 'main', tasks: [{ definition: 'api:1', image: 'api' }], services: [{ definition: 'api:1' }] }],
    taskDefinitions: { 'api:1': ['api'] },
    functions: [{ name: 'resize', image: 'resize' }],
  },
});
let runs: RecordedRuns;
beforeEach(async () => (runs = await RecordedRuns.of({ default: EVERYTHING })));
afterEach(() => runs.stop());

const collector: Caller = { type: 'role', arn: `arn:aws:iam::${ACCOUNT}:role/Collector` };

/** The IAM actions of calls. AWS STS tells each caller who it is. */
function actionsOf(calls: readonly Call[]): Set<string> {
  return new Set(calls.filter(({ service }) => service !== 'sts').map(({ service, operation }) => `${service}:${operation}`));
}

test.each([[[]], [['--manifests']]])('the printed policy with %j allows each call, and nothing else', async (options) => {
  expect(await runs.collect(...options)).toMatchObject({ exitCode: 0 });
  const actions = actionsOf(runs.service.calls);
  const { exitCode, written } = await runs.run('collect', '--print-iam-policy', ...options);
  expect(exitCode).toBe(0);
  const document = JSON.parse(written) as { Version: '2012-10-17'; Statement: { Effect: 'Allow'; Action: string[]; Resource: string }[] };
  const identityPolicies = [Policy.ofIdentity('printed', document)];
  const resource = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/shop/api`;
  const isAllowed = (action: string) => decide({ principal: collector, action, resource }, { identityPolicies }).allowed;
  expect([...actions].filter((action) => !isAllowed(action))).toEqual([]);
  expect(document.Statement.flatMap(({ Action }) => Action).filter((action) => !actions.has(action))).toEqual([]);
  expect(isAllowed('ecr:BatchGetImage')).toBe(options.length === 1);
  expect(isAllowed('ecr:PutImage')).toBe(false);
});
