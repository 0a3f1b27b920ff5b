import { awscdk } from 'projen';

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.7';
const CHECK_JSONSCHEMA = 'check-jsonschema==0.39.0';

/** The pipelines that users copy: GitHub's read by the linter of its workflows, GitLab's checked against GitLab's own schema. */
export function configureWorkflow(project: awscdk.AwsCdkConstructLibrary): void {
  const task = project.addTask('test:workflow', { description: 'Lint the pipelines of examples/ (Go and Python 3)' });
  task.exec(`GOBIN="$PWD/build/actionlint" go install ${ACTIONLINT}`);
  task.exec('build/actionlint/actionlint examples/github/publish.yml examples/publishing/github.yml');
  task.exec('python3 -m venv build/check-jsonschema');
  task.exec(`build/check-jsonschema/bin/pip install --quiet --disable-pip-version-check ${CHECK_JSONSCHEMA}`);
  task.exec('build/check-jsonschema/bin/check-jsonschema --builtin-schema vendor.gitlab-ci examples/publishing/gitlab.yml');
}
