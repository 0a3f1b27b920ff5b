import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account, RecordedRegion } from '../../test/fixtures/recorded-aws/account';
import { RecordedAws } from '../../test/fixtures/recorded-aws/service';
import { atLeast, atMost } from '../bound';
import { measuredCommand, Taken } from '../command';

/** Runs of `collect` against the recorded service, which is in this process. */
const REPOSITORIES = 600;
const IMAGES = 200;
/** As many images as all others together: memory must not grow with them. */
const LARGE = REPOSITORIES * IMAGES;
const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const KEY = 'AKIABENCH';

const many: RecordedRegion = {
  repositories: Array.from({ length: REPOSITORIES }, (_, number) => ({ name: `team-${number % 20}/service-${number}`, images: IMAGES })),
};
const large: RecordedRegion = { repositories: [{ name: 'large', images: LARGE }] };

async function measured(what: string, contents: RecordedRegion): Promise<Taken & { readonly files: number }> {
  const service = new RecordedAws({ [KEY]: new Account(ACCOUNT, { [REGION]: contents }) });
  const folder = mkdtempSync(join(tmpdir(), 'bench-collect-'));
  try {
    const taken = await measuredCommand(what, ['collect', '--out', folder, '--region', REGION], {
      AWS_ENDPOINT_URL: await service.start(),
      AWS_ACCESS_KEY_ID: KEY,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    });
    return { ...taken, files: readdirSync(join(folder, ACCOUNT, REGION, 'images')).length };
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const ofMany = await measured(`${REPOSITORIES} repositories with ${IMAGES} images each`, many);
  const ofLarge = await measured(`1 repository with ${LARGE} images`, large);
  atLeast('repositories that were collected', ofMany.files, REPOSITORIES);
  atMost(`seconds of a collection of ${REPOSITORIES} repositories with ${REPOSITORIES * IMAGES} images`, ofMany.seconds, 120);
  atMost('megabytes of the same', ofMany.megabytes, 250);
  atMost('megabytes of as many images in one repository', ofLarge.megabytes, 250);
}

void main();
