import { DocumentRule } from '../../../../src/lifecycle/core/document';
import { forecastAssumptions, ForecastSubject } from '../../../../src/lifecycle/core/forecast/assumptions';
import { RepositoryImage } from '../../../../src/lifecycle/core/images';

const image = (overrides: Partial<RepositoryImage> = {}): RepositoryImage => ({
  digest: 'sha256:1',
  tags: [],
  sizeInBytes: 1,
  status: 'ACTIVE',
  pushedAt: 0,
  isManifestList: false,
  ...overrides,
});
const rule = (countType: DocumentRule['selection']['countType']): DocumentRule => ({
  rulePriority: 1,
  selection: { tagStatus: 'any', countType, countNumber: 1 },
  action: { type: 'expire' },
});
const LIST = image({ isManifestList: true, sizeInBytes: 0 });

const PUSHES = /^Each tag family is assumed to continue/;
const PULLS = /^Future pulls are not known/;
const LAYERS = /^Layers that images share/;
const REFERENCES = /^It is not known which images some manifest lists reference/;
const RESTORED = /^Images that are being restored/;
const DELAY = /^ECR acts within 24 hours/;

/** The name of the case, what is forecast, and the sentences that apply. */
const CASES: [string, Partial<ForecastSubject>, RegExp[]][] = [
  ['no images', { rules: [rule('imageCountMoreThan')] }, []],
  ['one image and no policy', { images: [image()] }, [PUSHES]],
  ['two images and no policy', { images: [image(), image()] }, [PUSHES, LAYERS]],
  ['images without sizes', { images: [image({ sizeInBytes: 0 }), image({ sizeInBytes: 0 })] }, [PUSHES]],
  ['a policy', { images: [image()], rules: [rule('sinceImagePushed')] }, [PUSHES, DELAY]],
  ['a rule that counts from pulls', { images: [image()], rules: [rule('sinceImagePulled')] }, [PUSHES, PULLS, DELAY]],
  ['a list without its manifest', { images: [LIST] }, [PUSHES, REFERENCES]],
  ['a list with its manifest', { images: [LIST], lists: new Map([[LIST.digest, []]]) }, [PUSHES]],
  ['an image that may be a list', { images: [image({ isManifestList: undefined })] }, [PUSHES, REFERENCES]],
  ['an image that is being restored', { images: [image({ status: 'ACTIVATING' })] }, [PUSHES, RESTORED]],
];

test.each(CASES)('%s: only the sentences that apply', (_, subject, expected) => {
  const sentences = forecastAssumptions({ images: [], lists: new Map(), rules: [], ...subject });
  expect(sentences).toHaveLength(expected.length);
  sentences.forEach((sentence, at) => expect(sentence).toMatch(expected[at]));
});
