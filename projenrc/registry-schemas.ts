import { awscdk } from 'projen';

const FOLDER = 'test/registry-schemas';
const OUTPUT = 'build/registry-schemas';
/** Shared with the step of `.ci/run` that lints templates. */
const PYTHON = 'build/cfn-lint/bin/python';

/** Templates with resources of the registry: L1s by hand, what is promised to users, and the example. */
const TEMPLATES = [`${FOLDER}/sound.template.json`, 'test/templates/*.json', `${OUTPUT}/cdk.out/*.template.json`];

/** The resource schemas of CloudFormation and the API model of Amazon ECR judge what the library renders for the registry; needs Python 3. */
export function configureRegistrySchemas(project: awscdk.AwsCdkConstructLibrary): void {
  const env = { CDK_VALIDATION: 'false', PYTHONDONTWRITEBYTECODE: '1' };
  const tools = 'python3 -m venv build/cfn-lint';
  const requirements = `build/cfn-lint/bin/pip install --quiet --disable-pip-version-check --requirement ${FOLDER}/requirements.txt`;
  const written = (script: string, file: string, ...args: string[]) =>
    ['ts-node --transpileOnly --project tsconfig.dev.json', `${FOLDER}/${script}.ts`, `${OUTPUT}/${file}.json`, ...args].join(' ');
  const judged = (...args: string[]) => [PYTHON, `${FOLDER}/judge.py`, ...args].join(' ');

  const task = project.addTask('test:registry-schemas', {
    description: 'Check the resources of the registry against the schemas of CloudFormation and the API model (Python 3); compile first',
    env,
  });
  task.exec(tools);
  task.exec(requirements);
  task.exec(`${PYTHON} ${FOLDER}/constraints.py`);
  task.exec(`${written('write-decisions', 'decisions')} && ${judged('--decisions', `${OUTPUT}/decisions.json`)}`);
  task.exec('ts-node --transpileOnly --project tsconfig.dev.json examples/typescript/registry.ts', {
    env: { CDK_OUTDIR: `${OUTPUT}/cdk.out` },
  });
  task.exec(`${written('write-resources', 'resources', ...TEMPLATES)} && ${judged(`${OUTPUT}/resources.json`)}`);
  // a check that finds nothing in this template has failed; the messages are those of the sources, and are not compared
  const found = `${OUTPUT}/broken.faults.txt`;
  task.exec(
    `${written('write-resources', 'broken', `${FOLDER}/broken.template.json`)} && ! ${judged(`${OUTPUT}/broken.json`)} > ${found}` +
      ` && cut -d: -f1,2 ${found} | diff ${FOLDER}/broken.faults.txt - && echo 'the broken template: every fault is found'`,
  );

  const update = project.addTask('registry:constraints', {
    description: 'Write test/data/registry-constraints.json anew from the schemas and the API model (Python 3)',
    env,
  });
  update.exec(tools);
  update.exec(requirements);
  update.exec(`${PYTHON} ${FOLDER}/constraints.py --update`);
}
