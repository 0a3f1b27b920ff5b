import * as fc from 'fast-check';
import { inventoryFromText } from '../../../src/lifecycle/core/inventory';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const detail = (letter: string, overrides: object = {}) => ({ imageDigest: digest(letter), imagePushedAt: 1769860800, ...overrides });
const output = (...imageDetails: unknown[]) => JSON.stringify({ imageDetails }, undefined, 4);
const digestsOf = (text: string) => inventoryFromText('here', text).images.map((image) => image.digest);

describe('an image', () => {
  test('is read with every member that matters', () => {
    const given = {
      registryId: '111122223333',
      repositoryName: 'myapp',
      imageDigest: digest('a'),
      imageTags: ['v1', '__proto__'],
      imageSizeInBytes: 1234,
      imagePushedAt: '2026-01-31T12:00:00+00:00',
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactMediaType: 'application/vnd.oci.image.config.v1+json',
      lastRecordedPullTime: '2026-02-01T12:00:00+00:00',
      imageStatus: 'ARCHIVED',
      lastArchivedAt: '2026-02-02T12:00:00+00:00',
      lastActivatedAt: '2026-02-03T12:00:00+00:00',
      subjectManifestDigest: digest('b'),
    };
    expect(inventoryFromText('here', output(given)).images).toEqual([
      {
        digest: digest('a'),
        tags: ['v1', '__proto__'],
        sizeInBytes: 1234,
        status: 'ARCHIVED',
        pushedAt: Date.UTC(2026, 0, 31, 12),
        lastPulledAt: Date.UTC(2026, 1, 1, 12),
        lastArchivedAt: Date.UTC(2026, 1, 2, 12),
        lastActivatedAt: Date.UTC(2026, 1, 3, 12),
        isManifestList: false,
        subjectDigest: digest('b'),
      },
    ]);
  });

  test('needs no more than a digest and the time of its push', () => {
    expect(
      inventoryFromText('here', output(detail('a', { imageTags: null, lastArchivedAt: null, subjectManifestDigest: null }))).images,
    ).toEqual([{ digest: digest('a'), tags: [], sizeInBytes: 0, status: 'ACTIVE', pushedAt: 1769860800000 }]);
  });

  test.each(['application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.index.v1+json'])(
    'of the type %s is a manifest list, whose size is that of its images',
    (imageManifestMediaType) => {
      expect(inventoryFromText('here', output(detail('a', { imageManifestMediaType, imageSizeInBytes: 5 }))).images).toMatchObject([
        { isManifestList: true, sizeInBytes: 0 },
      ]);
    },
  );

  test('may have a thousand tags', () => {
    const imageTags = Array.from({ length: 1000 }, (_, index) => `build-${index}`);
    expect(inventoryFromText('here', output(detail('a', { imageTags }))).images[0].tags).toHaveLength(1000);
  });

  const unchanged = 'Pass the output of describe-images unchanged.';
  const time = 'seconds since 1970 or an ISO date with an offset. Use a time such as "2026-01-31T12:00:00+00:00".';
  const present = 'present. Include it in the output of describe-images.';
  test.each<[unknown, string]>([
    [null, `the entry is null, but must be an object with imageDigest. ${unchanged}`],
    ['a', `the entry is "a", but must be an object with imageDigest. ${unchanged}`],
    [{ imagePushedAt: 1 }, `imageDigest is missing, but must be ${present}`],
    [detail('a', { imageDigest: '' }), `imageDigest is "", but must be ${present}`],
    [detail('a', { imageDigest: 7 }), `imageDigest is 7, but must be a string. ${unchanged}`],
    [{ imageDigest: 'a' }, `imagePushedAt is missing, but must be ${present}`],
    [detail('a', { imagePushedAt: 'yesterday' }), `imagePushedAt is "yesterday", but must be ${time}`],
    [detail('a', { lastRecordedPullTime: 1769860800000 }), `lastRecordedPullTime is 1769860800000, but must be ${time}`],
    [detail('a', { imageTags: 'v1' }), `imageTags is "v1", but must be a list of strings. ${unchanged}`],
    [detail('a', { imageTags: ['v1', 2] }), `imageTags is ["v1",2], but must be a list of strings. ${unchanged}`],
    [detail('a', { imageSizeInBytes: -1 }), `imageSizeInBytes is -1, but must be a number of at least 0. ${unchanged}`],
    [detail('a', { imageSizeInBytes: '5' }), `imageSizeInBytes is "5", but must be a number of at least 0. ${unchanged}`],
    [detail('a', { imageTags: 'v'.repeat(500) }), `imageTags is "${'v'.repeat(199)}…, but must be a list of strings. ${unchanged}`],
    [detail('a', { imageStatus: 'GONE' }), `imageStatus is "GONE", but must be ACTIVE, ARCHIVED or ACTIVATING. ${unchanged}`],
  ])('%j is an error with its place', (given, problem) => {
    expect(() => inventoryFromText('images.json', output(detail('f'), given))).toThrow(
      `images.json, imageDetails[1]: ${problem} [cdk-secure-repository:image-inventory]`,
    );
  });
});

describe('several outputs', () => {
  const pages = [output(detail('a')), output(detail('b'), detail('c')), output()];

  test.each([
    ['one after the other', pages.join('\n')],
    ['without anything between them', pages.join('')],
    ['in a list', `[${pages.join()}]`],
    ['behind a byte order mark', `\uFEFF${pages.join('\r\n')}\r\n`],
  ])('%s are one inventory', (_, text) => {
    expect(digestsOf(text)).toEqual([digest('a'), digest('b'), digest('c')]);
  });

  test('of a query for imageDetails are bare lists', () => {
    expect(digestsOf(`${JSON.stringify([detail('a')])}\n${JSON.stringify([detail('b')])}`)).toEqual([digest('a'), digest('b')]);
  });

  test('with brackets and quotes in their texts are distinguished', () => {
    const tag = '}]"\\';
    expect(
      inventoryFromText('here', [detail('a', { imageTags: [tag] }), detail('b')].map((one) => output(one)).join(' ')).images,
    ).toMatchObject([{ tags: [tag] }, { tags: [] }]);
  });

  test('that overlap show an image once', () => {
    expect(digestsOf(output(detail('a'), detail('b')) + output(detail('b'), detail('c')))).toEqual([digest('a'), digest('b'), digest('c')]);
  });

  test('agree about an image regardless of the order of its members', () => {
    const members = { imageTags: ['v1'], imageDigest: digest('a'), imagePushedAt: 1769860800 };
    expect(digestsOf(output(detail('a', { imageTags: ['v1'] })) + output(members))).toEqual([digest('a')]);
  });

  test.each(['nextToken', 'NextToken'])('without their last page are an error: %s', (token) => {
    const page = (letter: string) => JSON.stringify({ imageDetails: [detail(letter)], [token]: 'more' });
    expect(() => inventoryFromText('here', page('a') + page('b'))).toThrow(
      'here: the text has a nextToken and no last page, so images are missing. Run the command without --max-items and --no-paginate, or add the other pages.',
    );
  });

  test.each([[''], [null], [7]])('end where a nextToken is %j', (nextToken) => {
    expect(digestsOf(JSON.stringify({ imageDetails: [detail('a')], nextToken }))).toEqual([digest('a')]);
  });

  test('may come in any order, the last page first', () => {
    const page = (letter: string, nextToken?: string) => JSON.stringify({ imageDetails: [detail(letter)], nextToken });
    expect(digestsOf([page('c'), page('a', 'b'), page('b', 'c')].join('\n'))).toEqual([digest('c'), digest('a'), digest('b')]);
  });

  test('that disagree about an image are an error', () => {
    const text = output(detail('a')) + output(detail('b'), detail('a', { imageTags: ['v1'] }));
    expect(() => inventoryFromText('here', text)).toThrow(
      `here, document 2, imageDetails[1]: imageDigest is "${digest('a')}" as in document 1, imageDetails[0], but the other members differ. ` +
        'Pass each image once.',
    );
  });

  test.each([
    ['repositories', 'repositoryName', 'one', 'two'],
    ['registries', 'registryId', '111122223333', '444455556666'],
  ])('of two %s are an error', (plural, member, one, two) => {
    const text = output(detail('a', { [member]: one })) + output(detail('a', { [member]: two }));
    expect(() => inventoryFromText('here', text)).toThrow(
      `here: the text has images of the ${plural} "${one}" and "${two}", but must have those of one repository. Preview each repository separately.`,
    );
  });
});

test('the name of the repository is known when an image has it', () => {
  expect(
    inventoryFromText('here', output(detail('a'), detail('b', { registryId: '111122223333', repositoryName: 'team/app' }))).repository,
  ).toEqual({
    name: 'team/app',
    registryId: '111122223333',
  });
  expect(inventoryFromText('here', output(detail('a'))).repository).toEqual({});
});

test('an empty repository has no images', () => {
  expect(digestsOf(output())).toEqual([]);
});

describe('a text that is no such output', () => {
  const remedy = 'Pass the output of aws ecr describe-images --output json.';

  test.each([
    ['', `: the text is empty. ${remedy}`],
    [' \n', `: the text is empty. ${remedy}`],
    ['{}', `: the text has no imageDetails list. ${remedy}`],
    ['"text"', `: the text has no imageDetails list. ${remedy}`],
    ['null', `: the text has no imageDetails list. ${remedy}`],
    ['{"imageDetails": {}}', `: the text has no imageDetails list. ${remedy}`],
    [`${output()} {"repositories": []}`, `, document 2: the text has no imageDetails list. ${remedy}`],
  ])('%j is an error', (text, problem) => {
    expect(() => inventoryFromText('here', text)).toThrow(`here${problem}`);
  });

  test.each([
    ['{"imageIds": [{"imageDigest": "sha256:a", "imageTag": "v1"}]}', 'aws ecr list-images'],
    ['[{"imageDigest": "sha256:a", "imageTag": "v1"}]', 'aws ecr list-images'],
    ['{"images": [{"imageManifest": "{}"}], "failures": []}', 'aws ecr batch-get-image'],
  ])('%s is of another command', (text, command) => {
    expect(() => inventoryFromText('here', text)).toThrow(
      `here: the text is the output of ${command}, which does not have the times on which rules depend. ` +
        'Run aws ecr describe-images --repository-name NAME --output json.',
    );
  });

  test('is text', () => {
    const given: unknown = { imageDetails: [] };
    expect(() => inventoryFromText('here', given as string)).toThrow(`here: the value is {"imageDetails":[]}, but must be text. ${remedy}`);
  });

  test('may be nested too deeply to be shown', () => {
    expect(() => inventoryFromText('here', `${'['.repeat(20_000)}${']'.repeat(20_000)}`)).toThrow(
      'here, imageDetails[0]: the entry is an object of the class Array, but must be an object with imageDigest',
    );
  });

  test('has no size beyond all numbers', () => {
    const text = output(detail('a', { imageSizeInBytes: 4242 })).replace('4242', '1e400');
    expect(() => inventoryFromText('here', text)).toThrow(
      'here, imageDetails[0]: imageSizeInBytes is Infinity, but must be a number of at least 0',
    );
  });

  test.each([
    ['cut off', output(detail('a')).slice(0, -3), 1],
    ['cut off inside a string', '{"imageDetails": [{"imageDigest": "sha', 1],
    ['cut off behind a backslash', '{"imageDetails": ["\\', 1],
    ['an error message of the AWS CLI', 'Unable to locate credentials. You can configure credentials by running "aws configure".', 1],
    ['with a stray bracket', '}', 1],
    ['cut off in its second document', `${output()}\n\n${output(detail('a')).slice(0, -3)}`, 5],
  ])('%s is an error with its line', (_, text, line) => {
    expect(() => inventoryFromText('here', text)).toThrow(
      new RegExp(
        `^here: the text from line ${line} on is not valid JSON \\(.+\\)\\. ${remedy} \\[cdk-secure-repository:image-inventory\\]$`,
        's',
      ),
    );
  });

  test('whatever it is, is an error of this library', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => `{"imageDetails": ${json}}`),
      fc.json().map((json) => `{"imageDetails": [${json}]`),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          inventoryFromText('here', given);
        } catch (error) {
          expect(error).toMatchObject({
            name: 'SecureRepositoryError',
            message: expect.stringMatching(/^here[:,] .+\. \[cdk-secure-repository:image-inventory\]$/s),
          });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
