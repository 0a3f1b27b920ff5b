import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Deployment } from '../oracle/cloudformation/deployment';
import { Template } from '../oracle/cloudformation/template';
import { registryResources } from '../oracle/registry/registry-resources';

const ENVIRONMENT = { account: '111122223333', region: 'eu-west-1' };

// the resources of the registry in templates, each intrinsic function replaced with what it may become
const [file, ...templates] = process.argv.slice(2);
const resources = templates.flatMap((path) =>
  registryResources(deploymentOf(path)).map(({ place, type, properties }) => ({ place: `${path} ${place}`, type, properties })),
);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify(resources));

/** A file has one template, or several by the names of their stacks. */
function deploymentOf(path: string): Deployment {
  const content = JSON.parse(readFileSync(path, 'utf8')) as Template | Record<string, Template>;
  const stacks = 'Resources' in content ? { Stack: content as Template } : (content as Record<string, Template>);
  return new Deployment(Object.entries(stacks).map(([name, template]) => ({ name, template, environment: ENVIRONMENT })));
}
