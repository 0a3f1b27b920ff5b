import * as fc from 'fast-check';
import { OpenPage } from './open-page';
import { file, pageOf } from './pages';
import { ImageAction, ImageInventory, ImageOutcome, ImageStorageClass, LifecyclePolicy } from '../../src';
import { DocumentRule } from '../../src/lifecycle/core/document';
import { RepositoryImage } from '../../src/lifecycle/core/images';
import { Browser, startChromium } from '../../tools/browser';
import { inventoryOnDisk } from '../fixtures/inventory-on-disk';
import { acceptedRules } from '../fixtures/policy-documents';
import { NOW, relatedImages } from '../fixtures/repository-images';

const COUNT = 200;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** A policy, and the outputs of the AWS CLI for the images. */
interface Sample {
  readonly name: string;
  readonly policy: { readonly rules: readonly DocumentRule[] };
  readonly images: readonly object[];
  readonly manifests: readonly object[];
}

const SAMPLES: Sample[] = fc
  .sample(fc.tuple(acceptedRules, relatedImages), { numRuns: COUNT, seed: Number(process.env.PROPERTY_SEED) })
  .map(([rules, { images, lists }], index) => ({
    name: `repository-${index}`,
    policy: { rules },
    images: images.map(detailOf),
    manifests: [...lists].map(([imageDigest, children]) => ({
      imageId: { imageDigest },
      imageManifestMediaType: INDEX,
      imageManifest: JSON.stringify({ mediaType: INDEX, manifests: children.map((digest) => ({ digest })) }),
    })),
  }));

function detailOf({ digest, tags, sizeInBytes, status, isManifestList, subjectDigest, ...times }: RepositoryImage): object {
  const seconds = (time: number | undefined) => (time === undefined ? undefined : time / 1000);
  return {
    imageDigest: digest,
    imageTags: tags,
    imageSizeInBytes: sizeInBytes,
    imageStatus: status,
    imageManifestMediaType: isManifestList === undefined ? undefined : isManifestList ? INDEX : MANIFEST,
    subjectManifestDigest: subjectDigest,
    imagePushedAt: seconds(times.pushedAt),
    lastRecordedPullTime: seconds(times.lastPulledAt),
    lastArchivedAt: seconds(times.lastArchivedAt),
    lastActivatedAt: seconds(times.lastActivatedAt),
  };
}

/** A row of the table of images: the image, what happens to it today, and why. */
type Row = readonly [name: string, state: string, why: string];

const ROWS = `[...document.querySelectorAll('table.images tbody tr')].map(({ cells }) => [
  cells[0].textContent, cells[1].textContent.trim(), cells[5].firstChild.textContent])`;

/** The outcomes of the library that the page does not have, and the rows that are no outcome. */
function differences(outcomes: readonly ImageOutcome[], rows: readonly Row[]): unknown[] {
  const left = [...rows];
  const missing = outcomes.filter((outcome) => {
    const found = left.findIndex((row) => isRowOf(row, outcome));
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
  return [...missing, ...left];
}

function isRowOf([name, state, why]: Row, { digest, tags, action, reason, storageClass }: ImageOutcome): boolean {
  const isArchived = storageClass === ImageStorageClass.ARCHIVE;
  const states: { readonly [action in ImageAction]: RegExp } = {
    [ImageAction.KEEP]: isArchived ? /^archived$/ : /^(stays|held by a manifest list)$/,
    [ImageAction.EXPIRE]: /^goes\b/,
    [ImageAction.MAY_EXPIRE]: /^may go\b/,
    [ImageAction.ARCHIVE]: /^archived$/,
    [ImageAction.MAY_ARCHIVE]: /^may be archived$/,
  };
  const isNamed = name === `${tags.join(', ')}${digest}`;
  return isNamed && states[action].test(state) && why === reason;
}

let browser: Browser;
beforeAll(async () => (browser = await startChromium()));
afterAll(() => browser.close());

test(`the page says of ${COUNT} policies and inventories what the library says`, async () => {
  const folder = inventoryOnDisk(SAMPLES.map(({ name, images, manifests }) => ({ name, images, manifests })));
  const template = file({
    Resources: Object.fromEntries(
      SAMPLES.map(({ name, policy }, index) => [
        `Repository${index}`,
        {
          Type: 'AWS::ECR::Repository',
          Properties: { RepositoryName: name, LifecyclePolicy: { LifecyclePolicyText: JSON.stringify(policy) } },
        },
      ]),
    ),
  });
  const now = new Date(NOW);
  const { page, unwanted } = await OpenPage.of(browser, await pageOf('report', folder, '--template', template, '--now', now.toISOString()));
  let actions = new Set<ImageAction>();
  const different: unknown[] = [];
  for (const { name, policy, images, manifests } of SAMPLES) {
    const inventory = ImageInventory.fromJson(JSON.stringify({ imageDetails: images })).withManifests(
      JSON.stringify({ images: manifests }),
    );
    const { outcomes } = LifecyclePolicy.fromText(JSON.stringify(policy)).preview(inventory, { now });
    actions = new Set([...actions, ...outcomes.map(({ action }) => action)]);
    await page.evaluate(`location.hash = '#' + encodeURIComponent('111122223333/eu-west-1/${name}')`);
    await page.getByRole('heading', { name, exact: true }).waitFor();
    for (const more = page.getByRole('button', { name: /^Show \d+ more$/ }); (await more.count()) > 0;) await more.click();
    const rows = await page.evaluate<Row[]>(ROWS);
    const found = differences(outcomes, rows);
    if (found.length > 0) different.push({ name, found });
  }
  expect(different).toEqual([]);
  expect(unwanted).toEqual([]);
  // otherwise the samples would prove little
  expect([...actions].sort()).toEqual(Object.values(ImageAction).sort());
});
