import { awscdk } from 'projen';

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.7';
const FOLDER = 'test/pipeline-schemas';
const TOOLS = 'build/check-jsonschema';

/** The pipelines that users copy, by the schema of their vendor that check-jsonschema contains. */
interface Pipelines {
  readonly schema: string;
  readonly files: readonly string[];
  /** A pipeline with one fault: a check that does not find it has failed. */
  readonly broken: string;
  /** Where the schema finds it. */
  readonly fault: string;
}

const GITHUB = ['examples/github/publish.yml', 'examples/github/review.yml', 'examples/publishing/github.yml'];

const PIPELINES: readonly Pipelines[] = [
  { schema: 'github-workflows', files: GITHUB, broken: 'github.yml', fault: '$.permissions' },
  {
    schema: 'gitlab-ci',
    files: ['examples/gitlab/publish.gitlab-ci.yml', 'examples/publishing/gitlab.yml'],
    broken: 'gitlab.yml',
    fault: '$.publish.id_tokens.AWS_ID_TOKEN',
  },
  {
    schema: 'bitbucket-pipelines',
    files: ['examples/bitbucket/bitbucket-pipelines.yml'],
    broken: 'bitbucket.yml',
    fault: '$.pipelines.branches.main[0].step.oidc',
  },
  { schema: 'circle-ci', files: ['examples/circleci/config.yml'], broken: 'circleci.yml', fault: '$.jobs.publish.machine' },
  { schema: 'buildkite', files: ['examples/buildkite/pipeline.yml'], broken: 'buildkite.yml', fault: '$.steps[0].plugins' },
];

/** The pipelines that users copy, checked against the schemas of their vendors; GitHub's read by the linter of its workflows, too. */
export function configureWorkflow(project: awscdk.AwsCdkConstructLibrary): void {
  const task = project.addTask('test:workflow', { description: 'Lint the pipelines of examples/ (Go and Python 3)' });
  task.exec(`GOBIN="$PWD/build/actionlint" go install ${ACTIONLINT}`);
  task.exec(`build/actionlint/actionlint ${GITHUB.join(' ')}`);
  task.exec(`build/actionlint/actionlint ${FOLDER}/broken/github.yml | grep -F 'unknown permission scope "id_token"'`);

  task.exec(`python3 -m venv ${TOOLS}`);
  task.exec(`${TOOLS}/bin/pip install --quiet --disable-pip-version-check --requirement ${FOLDER}/requirements.txt`);
  for (const { schema, files, broken, fault } of PIPELINES) {
    const check = `${TOOLS}/bin/check-jsonschema --builtin-schema vendor.${schema}`;
    task.exec(`${check} ${files.join(' ')}`);
    const found = `${TOOLS}/${broken}.json`;
    task.exec(`! ${check} --output-format json ${FOLDER}/broken/${broken} > ${found} && grep -F '"path": "${fault}"' ${found}`);
  }
}
