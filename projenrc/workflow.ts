import { awscdk } from 'projen';

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.7';

/** The workflow that users copy, read by the linter of GitHub Actions workflows. */
export function configureWorkflow(project: awscdk.AwsCdkConstructLibrary): void {
  const task = project.addTask('test:workflow', { description: 'Lint examples/github/publish.yml with actionlint (Go)' });
  task.exec(`GOBIN="$PWD/build/actionlint" go install ${ACTIONLINT}`);
  task.exec('build/actionlint/actionlint examples/github/publish.yml');
}
