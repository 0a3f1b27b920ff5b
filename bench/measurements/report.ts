import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atMost } from '../bound';
import { measuredCommand, Taken } from '../command';
import { fleetOnDisk, NOW, WORDS } from '../fleet-on-disk';

/** Reports of inventories with a policy of ten rules: one of 122,400 images, and how they grow up to 2,000,000. */
const FEW = 2_000;
const MANY = 10_000;

const policy = {
  rules: Array.from({ length: WORDS }, (_, rule) => ({
    rulePriority: rule + 1,
    selection: {
      tagStatus: 'tagged',
      tagPatternList: [rule % 2 ? `branch-${rule}-*` : `*-${rule}`],
      ...(rule % 2 ? { countType: 'imageCountMoreThan' } : { countType: 'sinceImagePushed', countUnit: 'days' }),
      countNumber: 5,
    },
    action: { type: 'expire' },
  })),
};
const present = JSON.stringify({ rules: policy.rules.slice(0, 3) });

async function measured(repositories: number, images: number): Promise<Taken> {
  const folder = fleetOnDisk(repositories, images, present);
  try {
    const file = join(folder, 'policy.json');
    writeFileSync(file, JSON.stringify(policy));
    const what = `${repositories} repositories with ${repositories * images} images`;
    return await measuredCommand(what, ['report', folder, '--policy', file, '--now', new Date(NOW).toISOString()]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const usual = await measured(600, 204);
  const few = await measured(FEW, 200);
  const many = await measured(MANY, 200);
  atMost(`seconds of a report of 600 repositories with ${600 * 204} images and ${WORDS} rules`, usual.seconds, 5);
  atMost('megabytes of the same', usual.megabytes, 1_000);
  atMost('time, five times the repositories', many.seconds / few.seconds, 6);
  atMost('memory, five times the repositories', many.megabytes / few.megabytes, 2);
  atMost(`megabytes of a report of ${MANY} repositories with ${MANY * 200} images`, many.megabytes, 1_500);
}

void main();
