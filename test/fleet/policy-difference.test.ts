import { additionalActions, differenceOf, PolicyDifference, sumHaving } from '../../src/fleet/policy-difference';
import { Verdict, VerdictAction } from '../../src/lifecycle/core/verdicts';
import { image } from '../fixtures/repository-images';

const verdict = (action: VerdictAction, digest = 'sha256:00'): Verdict => ({ action, image: image(digest, { sizeInBytes: 7 }) });
const one = { count: 1, bytes: 7 };
const none = { count: 0, bytes: 0 };

/** The action in addition, by the proposed action and then the present one. */
const ADDITIONAL: { [proposed in VerdictAction]: { [present in VerdictAction]: keyof PolicyDifference | undefined } } = {
  EXPIRE: { KEEP: 'expired', ARCHIVE: 'expired', MAY_ARCHIVE: 'expired', MAY_EXPIRE: 'possiblyExpired', EXPIRE: undefined },
  MAY_EXPIRE: {
    KEEP: 'possiblyExpired',
    ARCHIVE: 'possiblyExpired',
    MAY_ARCHIVE: 'possiblyExpired',
    MAY_EXPIRE: 'possiblyExpired',
    EXPIRE: undefined,
  },
  ARCHIVE: { KEEP: 'archived', ARCHIVE: undefined, MAY_ARCHIVE: 'possiblyArchived', MAY_EXPIRE: 'possiblyArchived', EXPIRE: undefined },
  MAY_ARCHIVE: {
    KEEP: 'possiblyArchived',
    ARCHIVE: undefined,
    MAY_ARCHIVE: 'possiblyArchived',
    MAY_EXPIRE: 'possiblyArchived',
    EXPIRE: undefined,
  },
  KEEP: { KEEP: undefined, ARCHIVE: undefined, MAY_ARCHIVE: undefined, MAY_EXPIRE: undefined, EXPIRE: undefined },
};

const CASES = Object.entries(ADDITIONAL).flatMap(([proposed, byPresent]) =>
  Object.entries(byPresent).map(
    ([present, expected]) => [proposed, present, expected] as [VerdictAction, VerdictAction, string | undefined],
  ),
);

test.each(CASES)('%s after %s is %s in addition', (proposed, present, expected) => {
  const difference = differenceOf(additionalActions([verdict(proposed)], [verdict(present)]));
  const nothing = { expired: none, possiblyExpired: none, archived: none, possiblyArchived: none };
  expect(difference).toEqual({ ...nothing, ...(expected === undefined ? {} : { [expected]: one }) });
});

test('images are compared by their digests', () => {
  const proposed = [verdict('EXPIRE', 'sha256:aa'), verdict('EXPIRE', 'sha256:bb')];
  const present = [verdict('KEEP', 'sha256:aa'), verdict('EXPIRE', 'sha256:bb')];
  expect(additionalActions(proposed, present).map(({ image: { digest } }) => digest)).toEqual(['sha256:aa']);
});

test('the sum of an action has neither other actions nor what is only possible', () => {
  expect(sumHaving([verdict('EXPIRE'), verdict('MAY_EXPIRE'), verdict('KEEP')], 'EXPIRE')).toEqual(one);
});
