import { imageSentence } from '../../../page/model/image-words';
import { pictureOf } from '../../../page/model/picture';
import { OWN_RATES, RepositoryModel } from '../../../page/model/repository-model';
import { image, NOW } from '../../fixtures/repository-images';

const DAY = 24 * 60 * 60 * 1000;

describe('an image in one text', () => {
  const images = [
    image('sha256:0123456789abcdef', { sizeInBytes: 5 * 1024 * 1024, lastPulledAt: NOW }),
    image('sha256:b', { tags: ['v1', 'latest'], isManifestList: true, pushedAt: NOW - 3 * DAY }),
  ];
  const model = new RepositoryModel({ images, lists: new Map(), inUse: new Set(['sha256:b']) }, NOW);
  const picture = pictureOf(model.effect(null, OWN_RATES), 0, true);
  const sentence = (digest: string) => imageSentence(picture, picture.effect.catalogue.placeOf.get(digest)!);

  test('has the digest of an image without a tag, its state, push, size, pull and reason', () => {
    expect(sentence('sha256:0123456789abcdef')).toBe(
      'sha256:0123456789ab: stays; pushed 2026-01-30, 5.0 MB, last pull 2026-01-31; kept: no rule selects it',
    );
  });

  test('has all tags, and whether something runs the image', () => {
    expect(sentence('sha256:b')).toBe(
      'v1, latest: stays; pushed 2026-01-28, manifest list, no recorded pull, in use; kept: no rule selects it',
    );
  });
});
