import { evaluate } from '../../../src/lifecycle/core/evaluation';
import { DocumentRule, DocumentSelection } from '../../../src/lifecycle/core/policy-document';
import { RepositoryImage } from '../../../src/lifecycle/core/repository-image';
import { VerdictReasons } from '../../../src/lifecycle/core/verdict-reason';
import { image, NOW } from '../../support/repository-images';

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
function reasons(rules: DocumentRule[], images: RepositoryImage[]): Record<string, string> {
  const verdicts = evaluate(rules, images, NOW);
  const all = new VerdictReasons(verdicts, NOW);
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
    'expires: rule 3 (expire archived images 90 days after the archiving) identified it first, archived 91 days ago',
  ],
  [
    'archived at an unknown time',
    [archivedFor(90)],
    image('i', { status: 'ARCHIVED' }),
    'kept: rule 3 (expire archived images 90 days after the archiving) identified it first, the inventory does not say when it was archived',
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
  const all = new VerdictReasons(verdicts, NOW);
  expect(verdicts.map((verdict) => all.detail(verdict))).toEqual(['', '']);
});

test('an image that was pushed right now is no day old', () => {
  expect(reasons([pushedFor(14)], [image('i', { pushedAt: NOW })]).i).toMatch(/, pushed 0 days ago$/);
});

test('an image that is younger than the preview is not given a negative age', () => {
  expect(reasons([pushedFor(14)], [image('i', { pushedAt: NOW + 1 })]).i).toMatch(/, pushed after the moment of the preview$/);
});

test('a count gives the place from the newest', () => {
  expect(reasons([keepOne()], [image('new', { pushedAt: ago(1) }), image('old', { pushedAt: ago(2) })])).toEqual({
    new: 'kept: rule 3 (keep the newest of the images, expire the others) identified it first, number 1 of 2 from the newest',
    old: 'expires: rule 3 (keep the newest of the images, expire the others) identified it first, number 2 of 2 from the newest',
  });
});

describe('what the inventory does not tell', () => {
  const list = (digest: string, overrides: Partial<RepositoryImage> = {}) =>
    image(digest, { isManifestList: true, tags: ['v1'], ...overrides });
  const held = 'it stays as long as a manifest list that stays refers to it, which the inventory does not tell';
  const count = 'whether the images of a manifest list count is not documented';
  const follows = (verb: string) => `it belongs to subject, which ${verb}, and follows it within 24 hours`;
  const untaggedFor14 = rule({ tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' });
  const archiveUntagged = rule(untaggedFor14.selection, ARCHIVE);
  const expireV = rule({ tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' });
  const archiveV = rule(expireV.selection, ARCHIVE);
  const old = { pushedAt: ago(20) };

  test.each<[string, DocumentRule[], RepositoryImage[], string]>([
    ['the images of a list that stays', [untaggedFor14], [image('i', old), list('l')], held],
    ['the images of an archived list', [untaggedFor14, archiveV], [image('i', old), list('l', old)], held],
    ['the archiving of images of a list that stays', [archiveUntagged], [image('i', old), list('l')], held],
    ['what a count on any image counts', [keepOne()], [image('i', old), list('l')], `${count}; ${held}`],
    ['what a count on untagged images counts', [keepOne('untagged')], [image('i', old), image('j'), list('l')], `${count}; ${held}`],
    [
      'which of two images of one instant is newer',
      [keepOne()],
      [image('i'), image('j')],
      'other images count as pushed in the same instant, and which of them count as newer is not documented',
    ],
    [
      'an artifact of an image that expires',
      [expireV],
      [image('i', { subjectDigest: 'subject' }), image('subject', { tags: ['v1'], ...old })],
      follows('expires'),
    ],
    [
      'an artifact of an image that is archived',
      [archiveV],
      [image('i', { subjectDigest: 'subject' }), image('subject', { tags: ['v1'], ...old })],
      follows('is archived'),
    ],
    [
      'an artifact that is archived, of an image that expires',
      [archiveUntagged, expireV],
      [image('i', { subjectDigest: 'subject', ...old }), image('subject', { tags: ['v1'], ...old })],
      follows('expires'),
    ],
    [
      'an artifact that is taken alone, of an image that stays',
      [untaggedFor14],
      [image('i', { subjectDigest: 'subject', ...old }), image('subject', { tags: ['v1'], ...old }), list('l')],
      'it belongs to subject, which stays, and whether ECR takes it alone is not documented',
    ],
    [
      'an artifact of an artifact, of an image that expires',
      [expireV],
      [image('i', { subjectDigest: 'sbom' }), image('sbom', { subjectDigest: 'subject' }), image('subject', { tags: ['v1'], ...old })],
      follows('expires'),
    ],
  ])('%s', (_, rules, images, caveat) => {
    expect(reasons(rules, images).i).toMatch(new RegExp(`; ${caveat}$`));
  });

  test('of an artifact is not about manifest lists, which do not refer to it', () => {
    const images = [image('i', { subjectDigest: 'subject', ...old }), image('subject', { tags: ['v1'], ...old }), list('l')];
    expect(reasons([untaggedFor14], images).i).not.toContain('manifest list');
  });

  test.each<[string, DocumentRule[], RepositoryImage[]]>([
    ['without manifest lists', [untaggedFor14], [image('i', old)]],
    ['of a list that expires, too', [untaggedFor14, expireV], [image('i', old), list('l', old)]],
    ['of a list that is archived, too', [archiveUntagged, archiveV], [image('i', old), list('l', old)]],
    ['of a list itself', [untaggedFor14], [list('i', { tags: [], ...old }), list('l')]],
    ['of an image that stays', [untaggedFor14], [image('i'), list('l')]],
    [
      'of tagged images that are counted',
      [rule({ tagStatus: 'tagged', tagPatternList: ['*'], countType: 'imageCountMoreThan', countNumber: 5 })],
      [image('i', { tags: ['a'] }), list('l')],
    ],
    ['of an artifact whose image stays', [], [image('i', { subjectDigest: 'subject' }), image('subject')]],
    ['of an image that stays even if the images of a list do not count', [keepOne()], [image('i'), list('l', old)]],
    ['of a list in the archive', [untaggedFor14], [image('i', old), list('l', { status: 'ARCHIVED', lastArchivedAt: NOW })]],
    ['of artifacts that refer to each other', [], [image('i', { subjectDigest: 'j' }), image('j', { subjectDigest: 'i' })]],
    [
      'of what a count on tagged images counts',
      [rule({ tagStatus: 'tagged', tagPatternList: ['a*'], countType: 'imageCountMoreThan', countNumber: 1 }), expireV],
      [image('i', { tags: ['a1'], pushedAt: ago(30) }), image('j', { tags: ['a2'], ...old }), list('l', old)],
    ],
    ['of an artifact whose image is not there', [], [image('i', { subjectDigest: 'subject' })]],
    ['of an artifact that expires itself', [pushedFor(14)], [image('i', { subjectDigest: 'subject', ...old }), image('subject', old)]],
    [
      'of an artifact that expires itself, of an image that is archived',
      [untaggedFor14, archiveV],
      [image('i', { subjectDigest: 'subject', ...old }), image('subject', { tags: ['v1'], ...old })],
    ],
  ])('nothing %s', (_, rules, images) => {
    expect(reasons(rules, images).i).not.toContain(';');
  });
});
