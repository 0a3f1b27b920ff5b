import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imagesInUse } from '../../src/cli/images-in-use';
import { textOf } from '../fixtures/docs/markdown';
import { StubbedPrograms } from '../fixtures/stubbed-programs';

const [, LINES] = /of every version of each Lambda function:\n\n```sh\n([^]*?)```/.exec(textOf('docs/lifecycle.md')) ?? [];

const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/myapp';
const DIGESTS = ['1', '2'].map((digit) => `sha256:${digit.repeat(64)}`);

/** What aws prints as text: values with tabs between them. */
const AWS = `
case "$*" in
  *list-services*) printf 'service/idle\\tservice/web\\n' ;;
  *describe-services*) printf 'web:7\\tidle:3\\n' ;;
  *list-task-definition-families*) printf 'nightly\\n' ;;
  *'--task-definition web:7'*) printf '${REPOSITORY}:web\\tnginx\\n' ;;
  *'--task-definition idle:3'*) printf '${REPOSITORY}:idle\\n' ;;
  *'--task-definition nightly'*) printf '${REPOSITORY}:nightly\\n' ;;
  *list-functions*) printf 'resize\\n' ;;
  *list-versions-by-function*) printf '$LATEST\\t1\\n' ;;
  *'--qualifier $LATEST'*) printf '${REPOSITORY}@${DIGESTS[0]}\\n' ;;
  *'--qualifier 1'*) printf '${REPOSITORY}@${DIGESTS[1]}\\n' ;;
  *) exit 1 ;;
esac`;

test('the commands add what does not run now: idle services, scheduled tasks and versions of functions', () => {
  const programs = new StubbedPrograms({ aws: AWS });
  const script = join(programs.folder, 'in-use.sh');
  writeFileSync(script, LINES);
  const { status, errors } = programs.bash(['-eu', script], {});
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  const text = readFileSync(join(programs.folder, 'in-use.txt'), 'utf8');
  expect(imagesInUse({ place: 'in-use.txt', text }).map(({ digestOrTag }) => digestOrTag)).toEqual(['idle', 'nightly', 'web', ...DIGESTS]);
});

test('the commands for what runs print each image with the name of its repository', () => {
  const [, lines] = /one digest or image URI per line:\n\n```sh\n([^]*?)```/.exec(textOf('docs/lifecycle.md')) ?? [];
  const programs = new StubbedPrograms({
    aws: `
case "$*" in
  *list-tasks*) printf 'a\\tb\\n' ;;
  *describe-tasks*'[image, imageDigest]'*) printf '${REPOSITORY}:web\\t${DIGESTS[0]}\\n${REPOSITORY}@${DIGESTS[1]}\\t${DIGESTS[1]}\\n' ;;
  *) exit 1 ;;
esac`,
    kubectl: `printf '${REPOSITORY}@${DIGESTS[0]}\\n'`,
  });
  const script = join(programs.folder, 'running.sh');
  writeFileSync(script, lines);
  const { status, errors } = programs.bash(['-eu', script], {});
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  const images = imagesInUse({ place: 'in-use.txt', text: readFileSync(join(programs.folder, 'in-use.txt'), 'utf8') });
  expect(images.map(({ repository, digestOrTag }) => [repository?.name, digestOrTag])).toEqual([
    ['myapp', DIGESTS[0]],
    ['myapp', DIGESTS[1]],
    ['myapp', DIGESTS[0]],
  ]);
});
