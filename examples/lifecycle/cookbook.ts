import { readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import { ImageInventory, ImageSelection, LifecyclePolicy, LifecycleRule } from 'cdk-secure-repository';

export const keepTheLastTen = LifecyclePolicy.keepLatest(10);

export const keepTheLastTenAndEveryRelease = LifecyclePolicy.keepLatest(10, { protectedTags: ['v*', 'latest'] });

export const releasesForEverPullRequestsForAWeek = LifecyclePolicy.of(
  LifecycleRule.protect('v*'),
  LifecycleRule.expireAfter(Duration.days(7), ImageSelection.tagged('pr-*')),
  LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
);

export const fiveBuildsOfEachBranch = LifecyclePolicy.of(
  LifecycleRule.protect('v*'),
  LifecycleRule.keepLatest(5, ImageSelection.tagged('main-*')),
  LifecycleRule.keepLatest(5, ImageSelection.tagged('pr-*')),
  LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
);

export const archiveWhatNobodyPulls = LifecyclePolicy.of(
  LifecycleRule.protect('latest'),
  LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
  LifecycleRule.archiveUnpulledAfter(Duration.days(60)),
  LifecycleRule.expireArchivedAfter(Duration.days(365)),
);

export const cacheForAMonth = LifecyclePolicy.of(LifecycleRule.expireAfter(Duration.days(30)));

export const tenSignedReleases = LifecyclePolicy.of(
  LifecycleRule.protect('sha256-*'),
  LifecycleRule.keepLatest(10, ImageSelection.tagged('v*')),
  LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
);

export const anExistingPolicy = LifecyclePolicy.fromText(`{
  "rules": [{
    "rulePriority": 1,
    "description": "keep the last 30 images",
    "selection": { "tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30 },
    "action": { "type": "expire" }
  }]
}`);

const manifests = readFileSync('examples/images/myapp.manifests.json', 'utf8');
export const inventory = ImageInventory.fromFile('examples/images/myapp.json').withManifests(manifests);
export const preview = keepTheLastTen.preview(inventory, { now: new Date('2026-11-23T12:00:00Z') });
export const forecast = keepTheLastTen.forecast(inventory, {
  now: new Date('2026-11-23T12:00:00Z'),
  pushesPerDay: { 'main-*': 5 }, // instead of the rate of the inventory
});
