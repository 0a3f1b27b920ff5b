import { DocumentRule, DocumentSelection } from '../../../src/lifecycle/core/document';
import { evaluate } from '../../../src/lifecycle/core/evaluation';
import { RepositoryImage } from '../../../src/lifecycle/core/images';
import { timeAgo, VerdictReasons } from '../../../src/lifecycle/core/reasons';
import { settledVerdicts } from '../../../src/lifecycle/core/verdicts';
import { image, NOW } from '../../fixtures/repository-images';

const DAY = 24 * 60 * 60 * 1000;
const ago = (days: number) => NOW - days * DAY;
const EXPIRE = { type: 'expire' } as const;
const ARCHIVE = { type: 'transition', targetStorageClass: 'archive' } as const;

function rule(selection: DocumentSelection, action: DocumentRule['action'] = EXPIRE): DocumentRule {
  return { rulePriority: 3, selection, action };
}

const keepOne = (tagStatus: 'any' | 'untagged' = 'any') => rule({ tagStatus, countType: 'imageCountMoreThan', countNumber: 1 });
const pushedFor = (countNumber: number) => rule({ tagStatus: 'any', countType: 'sinceImagePushed', countNumber, countUnit: 'days' });
const pulledFor = (countNumber: number) =>
  rule({ tagStatus: 'any', countType: 'sinceImagePulled', countNumber, countUnit: 'days' }, ARCHIVE);
const archivedFor = (countNumber: number) =>
  rule({ tagStatus: 'any', storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber, countUnit: 'days' });
const protect = (pattern: string) =>
  rule({ tagStatus: 'tagged', tagPatternList: [pattern], countType: 'imageCountMoreThan', countNumber: 999_999 });

/** Why each image has its verdict, by digest. */
function reasons(rules: DocumentRule[], images: RepositoryImage[], lists = new Map<string, string[]>()): Record<string, string> {
  const verdicts = settledVerdicts(evaluate(rules, images, NOW, lists), lists);
  const all = new VerdictReasons(verdicts, lists, NOW);
  return Object.fromEntries(verdicts.map((verdict) => [verdict.image.digest, all.sentence(verdict)]));
}

test.each<[string, DocumentRule[], RepositoryImage, string]>([
  ['no rule', [], image('i'), 'kept: no rule selects it'],
  ['a protected tag', [protect('v*')], image('i', { tags: ['v1'] }), 'kept: rule 3 (keep all images tagged v*) identified it first'],
  [
    'too young',
    [pushedFor(14)],
    image('i', { pushedAt: ago(13.99) }),
    'kept: rule 3 (expire images 14 days after the push) identified it first, pushed 13.9 days ago',
  ],
  [
    'old enough',
    [pushedFor(1)],
    image('i', { pushedAt: ago(20) }),
    'expires: rule 3 (expire images 1 day after the push) identified it first, pushed 20 days ago',
  ],
  [
    'restored',
    [pushedFor(14)],
    image('i', { pushedAt: ago(20), lastActivatedAt: ago(1) }),
    'kept: rule 3 (expire images 14 days after the push) identified it first, restored 1 day ago',
  ],
  [
    'being restored',
    [pushedFor(14)],
    image('i', { pushedAt: ago(20), status: 'ACTIVATING' }),
    'kept: rule 3 (expire images 14 days after the push) identified it first, being restored from the archive now',
  ],
  [
    'pulled',
    [pulledFor(30)],
    image('i', { pushedAt: ago(50), lastPulledAt: ago(40) }),
    'is archived: rule 3 (archive images 30 days after the last pull) identified it first, last pulled 40 days ago',
  ],
  [
    'never pulled',
    [pulledFor(30)],
    image('i', { pushedAt: ago(50) }),
    'is archived: rule 3 (archive images 30 days after the last pull) identified it first, pushed 50 days ago and not pulled since',
  ],
  [
    'not pulled since it was restored',
    [pulledFor(30)],
    image('i', { pushedAt: ago(500), lastPulledAt: ago(400), lastActivatedAt: ago(2) }),
    'kept: rule 3 (archive images 30 days after the last pull) identified it first, restored 2 days ago and not pulled since',
  ],
  [
    'archived',
    [archivedFor(90)],
    image('i', { status: 'ARCHIVED', lastArchivedAt: ago(91) }),
    'expires: rule 3 (expire archived images 90 days after archiving) identified it first, archived 91 days ago',
  ],
  [
    'archived at an unknown time',
    [archivedFor(90)],
    image('i', { status: 'ARCHIVED' }),
    'may expire: rule 3 (expire archived images 90 days after archiving) identified it first, the inventory does not show when it was archived',
  ],
])('%s', (_, rules, given, reason) => {
  expect(reasons(rules, [given])).toEqual({ i: reason });
});

test('a count says when an image was restored, for this is when it counts as pushed', () => {
  const restored = image('restored', { pushedAt: ago(500), lastActivatedAt: ago(2) });
  const restoring = image('restoring', { pushedAt: ago(400), status: 'ACTIVATING' });
  const words = 'rule 3 (keep the newest of the images, expire the others) identified it first';
  expect(reasons([keepOne()], [image('new', { pushedAt: ago(3) }), restored, restoring])).toMatchObject({
    new: `expires: ${words}, number 3 of 3 from the newest`,
    restored: `expires: ${words}, number 2 of 3 from the newest, restored 2 days ago`,
    restoring: `kept: ${words}, number 1 of 3 from the newest, being restored from the archive now`,
  });
});

test('the time of a pull counts only where a rule asks for it', () => {
  expect(reasons([pushedFor(14)], [image('i', { pushedAt: ago(20), lastPulledAt: ago(1) })]).i).toMatch(/, pushed 20 days ago$/);
});

test('there is nothing to tell of an image that no rule selects, or that is kept in any case', () => {
  const verdicts = evaluate([protect('v*')], [image('i'), image('v', { tags: ['v1'] })], NOW);
  const all = new VerdictReasons(verdicts, new Map(), NOW);
  expect(verdicts.map((verdict) => all.detail(verdict))).toEqual(['', '']);
});

test('an image that was pushed right now is no day old', () => {
  expect(reasons([pushedFor(14)], [image('i', { pushedAt: NOW })]).i).toMatch(/, pushed 0 days ago$/);
});

test('an image that is younger than the preview is not given a negative age', () => {
  expect(reasons([pushedFor(14)], [image('i', { pushedAt: NOW + 1 })]).i).toMatch(/, pushed after the time of the preview$/);
});

test('a count gives the place from the newest', () => {
  expect(reasons([keepOne()], [image('new', { pushedAt: ago(1) }), image('old', { pushedAt: ago(2) })])).toEqual({
    new: 'kept: rule 3 (keep the newest of the images, expire the others) identified it first, number 1 of 2 from the newest',
    old: 'expires: rule 3 (keep the newest of the images, expire the others) identified it first, number 2 of 2 from the newest',
  });
});

const list = (digest: string, overrides: Partial<RepositoryImage> = {}) =>
  image(digest, { isManifestList: true, tags: ['v1'], ...overrides });
const untaggedFor14 = rule({ tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' });
const archiveUntagged = rule(untaggedFor14.selection, ARCHIVE);
const expireV = rule({ tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' });
const archiveV = rule(expireV.selection, ARCHIVE);
const old = { pushedAt: ago(20) };
const artifact = (subjectDigest: string, overrides: Partial<RepositoryImage> = {}) => image('i', { subjectDigest, ...overrides });
const subject = (overrides: Partial<RepositoryImage> = {}) => image('subject', { tags: ['v1'], ...overrides });
const byRule = 'rule 3 (expire untagged images 14 days after the push)';

describe('images of manifest lists', () => {
  const held = 'ECR keeps it while a retained manifest list references it, and';
  const unknown = `${held} describe-images does not show such references, but batch-get-image does`;
  const count = 'AWS does not document whether the images of a manifest list count';

  test.each<[string, DocumentRule[], RepositoryImage[], string]>([
    ['the images of a list that stays', [untaggedFor14], [image('i', old), list('l')], unknown],
    ['the images of a list that is archived', [untaggedFor14, archiveV], [image('i', old), list('l', old)], unknown],
    ['the images of a list in the archive', [untaggedFor14], [image('i', old), list('l', { status: 'ARCHIVED' })], unknown],
    ['the archiving of images of a list that stays', [archiveUntagged], [image('i', old), list('l')], unknown],
    ['lists themselves', [untaggedFor14], [list('i', { tags: [], ...old }), list('l')], unknown],
    ['tagged images', [expireV], [image('i', { tags: ['v2'], ...old }), list('l', { tags: [] })], unknown],
    ['what a count on any image counts', [keepOne()], [image('i', old), list('l')], unknown],
    ['what a count on untagged images counts', [keepOne('untagged')], [image('i', old), image('j'), list('l')], `${count}; ${unknown}`],
  ])('%s are not certain', (_, rules, images, caveat) => {
    expect(reasons(rules, images).i).toMatch(new RegExp(`^may (expire|be archived): rule 3 .*; ${caveat}$`));
  });

  test.each<[string, DocumentRule[], RepositoryImage[]]>([
    ['without manifest lists', [untaggedFor14], [image('i', old)]],
    ['of a list that expires, too', [untaggedFor14, expireV], [image('i', old), list('l', old)]],
    ['of a list that is archived, too', [archiveUntagged, archiveV], [image('i', old), list('l', old)]],
    ['of a list in the archive, while they are archived', [archiveUntagged], [image('i', old), list('l', { status: 'ARCHIVED' })]],
    ['that are the only list', [untaggedFor14], [list('i', { tags: [], ...old })]],
    ['that stay', [untaggedFor14], [image('i'), list('l')]],
    [
      'that are counted by their tags',
      [rule({ tagStatus: 'tagged', tagPatternList: ['*'], countType: 'imageCountMoreThan', countNumber: 5 })],
      [image('i', { tags: ['a'] }), list('l')],
    ],
    ['that stay even if the images of a list do not count', [keepOne()], [image('i'), list('l', old)]],
    [
      'that a count on tagged images takes',
      [rule({ tagStatus: 'tagged', tagPatternList: ['a*'], countType: 'imageCountMoreThan', countNumber: 1 }), expireV],
      [image('i', { tags: ['a1'], pushedAt: ago(30) }), image('j', { tags: ['a2'], ...old }), list('l', old)],
    ],
  ])('are certain %s', (_, rules, images) => {
    expect(reasons(rules, images).i).toMatch(/^(kept|expires|is archived): [^;]+$/);
  });

  test('are kept by a list that stays, when its manifest is known', () => {
    expect(reasons([untaggedFor14], [image('i', old), image('j', old), list('l')], new Map([['l', ['i']]]))).toMatchObject({
      i: `kept: the manifest list l, which is kept, references it, although ${byRule} selects it`,
      j: `expires: ${byRule} identified it first, pushed 20 days ago`,
    });
  });

  test('go with the last list that references them', () => {
    const images = [image('i', old), list('l', old), list('m', old)];
    const lists = new Map([
      ['l', ['i']],
      ['m', ['i']],
    ]);
    expect(reasons([untaggedFor14, expireV], images, lists).i).toBe(`expires: ${byRule} identified it first, pushed 20 days ago`);
  });

  test('are kept by a list in a list', () => {
    const images = [image('i', old), list('inner', { tags: [], ...old }), list('outer')];
    const lists = new Map([
      ['outer', ['inner']],
      ['inner', ['i']],
    ]);
    expect(reasons([untaggedFor14], images, lists)).toMatchObject({
      inner: `kept: the manifest list outer, which is kept, references it, although ${byRule} selects it`,
      i: `kept: the manifest list inner, which is kept, references it, although ${byRule} selects it`,
    });
  });

  test.each<[string, RepositoryImage[], string]>([
    ['one list', [list('k')], 'the manifest of the list k is missing'],
    ['several lists', [list('k'), list('m')], 'the manifests of 2 lists are missing'],
  ])('are not certain when the manifest of %s is missing', (_, missing, words) => {
    expect(reasons([untaggedFor14], [image('i', old), list('l'), ...missing], new Map([['l', []]])).i).toBe(
      `may expire: ${byRule} identified it first, pushed 20 days ago; ${held} ${words}`,
    );
  });

  test.each([
    ['that is in the archive', [untaggedFor14], { status: 'ARCHIVED' } as const, 'is kept'],
    ['that is archived', [untaggedFor14, archiveV], old, 'is archived'],
  ])('may expire with a list %s', (_, rules, overrides, happens) => {
    expect(reasons(rules, [image('i', old), list('l', overrides)], new Map([['l', ['i']]])).i).toBe(
      `may expire: ${byRule} identified it first, pushed 20 days ago, the manifest list l, which ${happens}, references it; ` +
        'AWS does not document whether an archived manifest list prevents its images from expiring',
    );
  });

  test('may expire while a list that is not in the inventory references them', () => {
    expect(reasons([untaggedFor14], [image('i', old)], new Map([['absent', ['i']]])).i).toBe(
      `may expire: ${byRule} identified it first, pushed 20 days ago, the manifest list absent, which is not in the inventory, references it; ` +
        'it is not known whether a manifest list that is missing from the inventory is kept',
    );
  });

  test('may take places in a count', () => {
    const images = [list('l'), image('i', { pushedAt: ago(2) }), image('v', { tags: ['v0'], ...old })];
    const keepTwo = rule({ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 2 });
    expect(reasons([keepTwo], images, new Map([['l', ['i']]])).v).toMatch(
      new RegExp(`^may expire: .*, number 3 of 3 from the newest; ${count}$`),
    );
  });

  test('are not certain while it is not certain that their list stays', () => {
    const images = [image('i', old), list('inner', { tags: [], subjectDigest: 'subject', ...old }), subject()];
    expect(reasons([untaggedFor14], images, new Map([['inner', ['i']]])).i).toBe(
      `may expire: ${byRule} identified it first, pushed 20 days ago, the manifest list inner, which may expire, references it`,
    );
  });
});

describe('artifacts', () => {
  test.each<[string, DocumentRule[], RepositoryImage[], string]>([
    ['an image that expires', [expireV], [artifact('subject'), subject(old)], 'expires: it belongs to subject, which expires'],
    ['an image that is archived', [archiveV], [artifact('subject'), subject(old)], 'is archived: it belongs to subject, which is archived'],
    [
      'an image that expires, while a rule archives the artifact',
      [archiveUntagged, expireV],
      [artifact('subject', old), subject(old)],
      'expires: it belongs to subject, which expires',
    ],
    [
      'an artifact of an image that expires',
      [expireV],
      [artifact('sbom'), image('sbom', { subjectDigest: 'subject' }), subject(old)],
      'expires: it belongs to subject, which expires',
    ],
    [
      'an image that may expire',
      [untaggedFor14],
      [artifact('subject'), subject({ tags: [], ...old }), list('l')],
      'may expire: it belongs to subject, which may expire',
    ],
  ])('follow %s', (_, rules, images, reason) => {
    expect(reasons(rules, images).i).toBe(`${reason}, and follows it within 24 hours`);
  });

  test.each<[string, DocumentRule[], RepositoryImage[], string]>([
    ['stays', [untaggedFor14], [artifact('subject', old), subject(old), list('l')], 'is kept'],
    ['is archived', [untaggedFor14, archiveV], [artifact('subject', old), subject(old)], 'is archived'],
    ['may expire', [untaggedFor14, expireV], [artifact('subject', old), subject(old), list('l', { tags: [] })], 'may expire'],
  ])('that a rule selects are not certain while their image %s', (_, rules, images, stays) => {
    expect(reasons(rules, images).i).toBe(
      `may expire: ${byRule} identified it first, pushed 20 days ago, it belongs to subject, which ${stays}; ` +
        'AWS does not document what ECR does with an artifact that a rule selects without its subject',
    );
  });

  test.each<[string, DocumentRule[], RepositoryImage[], string]>([
    ['that stay with their image', [], [artifact('subject'), subject()], 'kept: no rule selects it'],
    [
      'that are in the archive already',
      [archiveV],
      [artifact('subject', { status: 'ARCHIVED' }), subject(old)],
      'kept: no rule selects it',
    ],
    ['that refer to each other', [], [artifact('j'), image('j', { subjectDigest: 'i' })], 'kept: no rule selects it'],
    [
      'that expire themselves as their image does',
      [untaggedFor14, expireV],
      [artifact('subject', old), subject(old)],
      `expires: ${byRule} identified it first, pushed 20 days ago`,
    ],
  ])('%s are as their rule says', (_, rules, images, reason) => {
    expect(reasons(rules, images).i).toBe(reason);
  });

  test('that a rule selects are not certain while their image is not there', () => {
    expect(reasons([untaggedFor14], [artifact('subject', old)]).i).toBe(
      `may expire: ${byRule} identified it first, pushed 20 days ago; its subject is not in the inventory, so the action on the subject is not known`,
    );
  });

  test('that a list references stay with the list', () => {
    expect(reasons([expireV], [artifact('subject'), subject(old), list('l', { tags: [] })], new Map([['l', ['i']]])).i).toBe(
      'kept: the manifest list l, which is kept, references it, and it belongs to subject, which expires',
    );
  });
});

describe('tags of cosign', () => {
  const signed = `sha256:${'a'.repeat(64)}`;
  const signature = (suffix: string, overrides: Partial<RepositoryImage> = {}) =>
    image('i', { tags: [`sha256-${'a'.repeat(64)}.${suffix}`], ...overrides });

  test.each<[string, RepositoryImage[], string]>([
    ['sig', [image(signed)], `the signature of ${signed}, which is kept`],
    ['att', [image(signed, { tags: ['v1'], ...old })], `the attestation of ${signed}, which expires, while the attestation is kept`],
    ['sbom', [], `the SBOM of ${signed}, which is not in the inventory`],
  ])('.%s say whose they are, and what happens to that image', (suffix, images, words) => {
    expect(reasons([expireV], [signature(suffix), ...images]).i).toBe(`kept: no rule selects it; tagged as ${words}`);
  });

  test.each([['sha256-abc.sig'], [`sha256-${'a'.repeat(64)}`], [`sha256-${'a'.repeat(64)}.txt`]])('are not %s', (tag) => {
    expect(reasons([], [image('i', { tags: [tag] }), image(signed)]).i).toBe('kept: no rule selects it');
  });

  test('say nothing of an image that has another tag, too', () => {
    const tags = [`sha256-${'a'.repeat(64)}.sig`, 'v1'];
    expect(reasons([], [image('i', { tags })]).i).toBe('kept: no rule selects it');
  });
});

test('which of two images of one instant is newer is not documented', () => {
  expect(reasons([keepOne()], [image('i'), image('j')]).i).toMatch(
    /; other images count as pushed in the same instant, and AWS does not document which of them count as newer$/,
  );
});

describe('images without media types', () => {
  const untagged = rule({ tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' });
  const untyped = (digest: string, overrides: Partial<RepositoryImage> = {}) => image(digest, { isManifestList: undefined, ...overrides });

  test.each([
    ['one', [], 'an image without imageManifestMediaType may be such a list'],
    ['several', [untyped('m', { tags: ['v2'] })], '2 images without imageManifestMediaType may be such a list'],
    [
      'some beside a list',
      [image('l', { tags: ['v3'], isManifestList: true })],
      'an image without imageManifestMediaType may be such a list',
    ],
  ])('may be lists that keep an image: %s', (_, others, why) => {
    const images = [image('i', { pushedAt: ago(20) }), untyped('k', { tags: ['v1'] }), ...others];
    expect(reasons([untagged], images).i).toBe(
      'may expire: rule 3 (expire untagged images 14 days after the push) identified it first, pushed 20 days ago; ' +
        `ECR keeps it while a retained manifest list references it, and ${why}`,
    );
  });

  test('do not keep themselves', () => {
    expect(reasons([untagged], [untyped('i', { pushedAt: ago(20) })]).i).toMatch(/^expires: /);
  });
});

describe('how long ago something was', () => {
  const HOUR = DAY / 24;

  test.each([
    [-1, 'after the time of the preview'],
    [0, '0 days ago'],
    [DAY - 1, '0.9 days ago'],
    [DAY, '1 day ago'],
    [1.1 * DAY, '1.1 days ago'],
    [14 * DAY, '14 days ago'],
  ])('%d ms are %s', (milliseconds, words) => {
    expect(timeAgo(milliseconds)).toBe(words);
  });

  test.each([
    [14 * DAY - 1, '13.9 days ago'],
    [14 * DAY, 'exactly 14 days ago'],
    [14 * DAY + 1, '14 days and 1 millisecond ago'],
    [14 * DAY + 2_999, '14 days and 2 seconds ago'],
    [14 * DAY + 60_000, '14 days and 1 minute ago'],
    [14 * DAY + 2 * HOUR, '14 days and 2 hours ago'],
    [14.1 * DAY, '14.1 days ago'],
  ])('the side of a border of 14 days is always said: %d ms are %s', (milliseconds, words) => {
    expect(timeAgo(milliseconds, 14)).toBe(words);
  });

  test('a border of one day is one day', () => {
    expect(timeAgo(DAY, 1)).toBe('exactly 1 day ago');
  });
});

test('a list that is an artifact of an image that it references waits for nothing, and the images that it references wait for it', () => {
  const protectList = protect('list');
  const untagged = { ...pushedFor(1), rulePriority: 4 };
  const images = ['child', 'other'].map((digest) => image(digest, { pushedAt: ago(20) }));
  const ofChild = image('list', { pushedAt: ago(20), tags: ['list'], isManifestList: true, subjectDigest: 'child' });
  const lists = new Map([['list', ['child', 'other']]]);
  const held =
    'kept: the manifest list list, which is kept, references it, although rule 4 (expire images 1 day after the push) selects it';
  expect(reasons([protectList, untagged], [...images, ofChild], lists)).toMatchObject({ child: held, other: held });
  expect(reasons([untagged], [...images, ofChild], lists)).toMatchObject({
    list: expect.stringMatching(
      /^may expire: rule 4 .*; it references the image that it belongs to, and AWS does not document which of the two ECR expires first$/,
    ),
    child: expect.stringMatching(/^may expire: /),
    other: expect.stringMatching(/^may expire: /),
  });
});
