import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Token } from 'aws-cdk-lib';
import { DockerImageCode, DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { ImageTag, SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';
import { templateOf } from '../fixtures/synthesized';

const digest = (character: string) => `sha256:${character.repeat(64)}`;
const folder = mkdtempSync(join(tmpdir(), 'image-digests-'));
const path = join(folder, 'image-digests.json');
afterAll(() => rmSync(folder, { recursive: true }));

/** The output of `aws ecr describe-images` without a query. */
const OUTPUT = {
  imageDetails: [
    {
      registryId: '111111111111',
      repositoryName: 'my-app',
      imageDigest: digest('a'),
      imageTags: ['3f9c2a1', 'v1.4.0'],
      imageSizeInBytes: 1,
    },
    { registryId: '111111111111', repositoryName: 'my-app', imageDigest: digest('b'), imageSizeInBytes: 1 },
  ],
};
/** The same with the query. */
const QUERIED = [
  { imageTags: ['3f9c2a1', 'v1.4.0'], imageDigest: digest('a') },
  { imageTags: null, imageDigest: digest('b') },
];

const digestIn = (content: unknown, tag = '3f9c2a1', encoding: BufferEncoding = 'utf8') => {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 4), encoding);
  return ImageTag.digestFromFile(new Stack(new App(), 'Service'), path, tag).tagOrDigest;
};

test.each([
  ['the output of the command', QUERIED],
  ['the output without the query', OUTPUT],
])('%s has the digest of each tag', (_what, content) => {
  expect(digestIn(content)).toBe(digest('a'));
  expect(digestIn(content, 'v1.4.0')).toBe(digest('a'));
});

test('an image that occurs twice has one digest', () => {
  expect(digestIn([...QUERIED, ...QUERIED])).toBe(digest('a'));
});

test('a file of PowerShell is in UTF-16, or begins with a byte order mark', () => {
  expect(digestIn(`\uFEFF${JSON.stringify(QUERIED)}`, '3f9c2a1', 'utf16le')).toBe(digest('a'));
  expect(digestIn(`\uFEFF${JSON.stringify(QUERIED)}`)).toBe(digest('a'));
});

const COMMAND = (tag = '3f9c2a1') =>
  `Run aws ecr describe-images --repository-name NAME --image-ids imageTag=${tag} ` +
  `--query 'imageDetails[].{imageTags: imageTags, imageDigest: imageDigest}' --output json > ${path}. [cdk-secure-repository:image-digests]`;
const IMAGES = 'but must contain a list of images with imageTags and imageDigest';
const HEX = 'but must be "sha256:" and 64 lowercase hexadecimal digits';

test.each<[string, unknown, string]>([
  ['an empty file', '', `${path} is empty, as after a command that failed`],
  ['white space', ' \n', `${path} is empty, as after a command that failed`],
  ['text', 'An error occurred', `${path} is not valid JSON (Unexpected token`],
  ['a file that is cut off', '[{', `${path} is not valid JSON (`],
  ['null', 'null', `${path} contains null, ${IMAGES}`],
  ['a number', '1', `${path} contains 1, ${IMAGES}`],
  ['another object', { images: [] }, `${path} contains {"images":[]}, ${IMAGES}`],
  ['a map', { '3f9c2a1': digest('a') }, `${path} contains {"3f9c2a1":"${digest('a')}"}, ${IMAGES}`],
  ['imageDetails of another type', { imageDetails: {} }, `${path} contains {"imageDetails":{}}, ${IMAGES}`],
  ['a list of digests', [digest('a')], `${path}, image 1 is "${digest('a')}", but must be an object with imageTags and imageDigest`],
  ['null in the list', [QUERIED[0], null], `${path}, image 2 is null, but must be an object with imageTags and imageDigest`],
  ['an image without a digest', [{ imageTags: ['3f9c2a1'] }], `${path}, image 1: imageDigest is missing, ${HEX}`],
  ['null as a digest', [{ imageTags: ['3f9c2a1'], imageDigest: null }], `${path}, image 1: imageDigest is null, ${HEX}`],
  ['a short digest', [{ imageTags: ['3f9c2a1'], imageDigest: 'sha256:00' }], `${path}, image 1: imageDigest is "sha256:00", ${HEX}`],
  [
    'a tag that is no list',
    [{ imageTags: '3f9c2a1', imageDigest: digest('a') }],
    `image 1: imageTags is "3f9c2a1", but must be a list of strings`,
  ],
  ['tags of another type', [{ imageTags: [1], imageDigest: digest('a') }], `image 1: imageTags is [1], but must be a list of strings`],
  ['no images', [], `${path} does not contain the tag "3f9c2a1"`],
  ['another image', [QUERIED[1]], `${path} does not contain the tag "3f9c2a1"`],
  [
    'two digests of the tag',
    [QUERIED[0], { imageTags: ['3f9c2a1'], imageDigest: digest('c') }],
    `${path} contains the tag "3f9c2a1" with two digests, ${digest('a')} and ${digest('c')}, but a tag has one`,
  ],
])('%s is an error with the command that writes the file', (_what, content, problem) => {
  expect(() => digestIn(content)).toThrow(problem);
  expect(() => digestIn(content)).toThrow(COMMAND());
  expect(() => digestIn(content)).toThrow(/^Service: /);
});

test.each(['no-such-file.json', folder])('%s is an error with the command', (missing) => {
  const read = () => ImageTag.digestFromFile(new Stack(new App(), 'Service'), missing, 'v1');
  expect(read).toThrow(/^Service: .* cannot be read \(.*(ENOENT|EISDIR).*\)\. Run aws ecr describe-images .* --output json > /);
});

test('a path with other characters is quoted in the command', () => {
  const read = (file: string) => () => ImageTag.digestFromFile(new Stack(new App(), 'Service'), file, 'v1');
  expect(read('no such/file.json')).toThrow("--output json > 'no such/file.json'.");
  expect(read("no such/team's.json")).toThrow("--output json > 'no such/team'\\''s.json'.");
});

test('a file of 248 MB is not read', () => {
  writeFileSync(path, '');
  truncateSync(path, 248_000_000); // without content on the disk
  const read = () => ImageTag.digestFromFile(new Stack(new App(), 'Service'), path, 'v1');
  expect(read).toThrow(`${path} cannot be read (it has 237 MiB, and at most 64 MiB are read). Run aws ecr describe-images`);
});

test.each(['', 'a b', 'my-app:v1', digest('a'), '$(x)'])('the tag %j is an error, and not in the command', (tag) => {
  expect(() => digestIn(QUERIED, tag)).toThrow(`Service: tag is ${JSON.stringify(tag)}, but must be a tag of 1 to 128 letters`);
  expect(() => digestIn(QUERIED, tag)).toThrow(COMMAND('TAG'));
});

test('values that are known only at deployment are errors', () => {
  const scope = new Stack(new App(), 'Service');
  const token = Token.asString({ Ref: 'X' });
  expect(() => ImageTag.digestFromFile(scope, token, 'v1')).toThrow(
    'Service: path is a token, but must be known at synthesis, when the file is',
  );
  expect(() => ImageTag.digestFromFile(scope, path, token)).toThrow(
    'Service: tag is a token, but must be known at synthesis, when the file is',
  );
});

describe('a function', () => {
  const templateFor = (content: unknown) => {
    const stack = new Stack(new App(), 'Service', { env: HOME });
    const repository = new SecureRepository(stack, 'Repository', { repositoryName: 'my-app' });
    writeFileSync(path, JSON.stringify(content));
    const { tagOrDigest } = ImageTag.digestFromFile(stack, path, 'v1');
    new DockerImageFunction(stack, 'Function', { code: DockerImageCode.fromEcr(repository, { tagOrDigest }) });
    return JSON.stringify(templateOf(stack));
  };

  test('has the same template until the file is written again, and another one then', () => {
    const image = (character: string) => ({ imageTags: ['v1'], imageDigest: digest(character) });
    // the tag is moved in the repository: nothing in the app changes
    expect(templateFor([image('a')])).toBe(templateFor([image('a')]));
    expect(templateFor([image('b')])).not.toBe(templateFor([image('a')]));
    expect(templateFor([image('b')])).toContain(`@${digest('b')}`);
  });
});
