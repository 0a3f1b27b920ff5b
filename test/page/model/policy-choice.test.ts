import { choicesOf, PolicyChoice, referenceOf } from '../../../page/model/policy-choice';

const ONE = { rules: [] };

describe('the policies of the page', () => {
  test('the proposed one comes first', () => {
    expect(choicesOf({ present: ONE, proposed: null }).map(({ key, name }) => [key, name])).toEqual([
      ['proposed', 'proposed policy (none)'],
      ['present', 'present policy'],
    ]);
  });

  test('without a known policy, the images are shown without one', () => {
    expect(choicesOf({})).toEqual([{ key: 'none', name: 'no policy', document: null }]);
  });

  test('a policy is compared with the present one, if that is known', () => {
    const choices = choicesOf({ present: ONE, proposed: ONE });
    expect(referenceOf(choices, choices[0])?.key).toBe('present');
    expect(referenceOf(choices, choices[1])).toBeUndefined();
    const changed: PolicyChoice = { key: 'changed', name: 'your change', document: ONE };
    expect(referenceOf(choicesOf({ proposed: ONE }), changed)?.key).toBe('proposed');
  });
});
