import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { cx_api as cxapi } from 'aws-cdk-lib';
import { Template } from './template';

/** The template that is uploaded under the hash at the end of the URL: that of a nested stack. */
export function assetTemplate(stack: cxapi.CloudFormationStackArtifact, url: string): Template {
  const hash = basename(url, '.json');
  const paths = stack.dependencies.filter(isAssetManifest).map((artifact) => artifact.contents.files?.[hash]?.source.path);
  const path = paths.find((found) => found !== undefined);
  if (path === undefined) throw new Error(`no template lies at ${url}`);
  return JSON.parse(readFileSync(join(stack.assembly.directory, path), 'utf8')) as Template;
}

/** As `AssetManifestArtifact.isAssetManifestArtifact` decides, without loading aws-cdk-lib. */
function isAssetManifest(artifact: cxapi.CloudArtifact): artifact is cxapi.AssetManifestArtifact {
  return 'contents' in artifact;
}
