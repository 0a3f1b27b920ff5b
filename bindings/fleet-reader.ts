import * as fs from 'node:fs';
import * as path from 'node:path';
import { programsIn } from './readme';
import { emptied, ROOT } from './workspace';
import { inventoryOf } from '../test/fixtures/adoption/inventory-of';
import { furnished, repositoryFile } from '../test/fixtures/adoption/repositories';
import { run } from '../tools/process';

const PAGE = path.join(ROOT, 'docs', 'adoption.md');
const COMMAND = path.join(ROOT, 'bin', 'cdk-secure-repository');

/**
 * Runs the program of docs/adoption.md that reads `fleet.json`, in a folder with that file. Fails unless `adopt --compare` finds in its templates
 * exactly what is there, and each repository is in the stack whose mapping has it.
 * @param synthesize runs a program in a folder, which writes its assembly there into `cdk.out`
 */
export async function readsFleet(language: string, synthesize: (program: string, folder: string) => Promise<unknown>): Promise<string> {
  const program = programsIn(fs.readFileSync(PAGE, 'utf8'), language).find((text) => text.includes('fleet.json'));
  if (program === undefined) throw new Error(`${PAGE} has no program in ${language} that reads fleet.json`);
  // more than a stack has
  const names = Array.from({ length: 220 }, (_, index) => `team-${index % 3}/service.${index}_x`);
  const inventory = inventoryOf(names.map((name, index) => (index % 2 === 0 ? furnished(name) : repositoryFile(name))));
  try {
    const folder = path.join(emptied('out', language, 'fleet'), 'app');
    await run(process.execPath, [COMMAND, 'adopt', inventory, '--out', folder]);
    await synthesize(program, folder);
    for (const file of fs.readdirSync(path.join(folder, 'import'))) {
      const wanted = Object.keys(read(path.join(folder, 'import', file)));
      const { Resources: resources } = read(path.join(folder, 'cdk.out', file.replace('.json', '.template.json')));
      const missing = wanted.filter((logicalId) => !(logicalId in resources));
      if (missing.length > 0) throw new Error(`${file}: the stack does not have ${missing.join(', ')}`);
    }
    return (await run(process.execPath, [COMMAND, 'adopt', inventory, '--compare', path.join(folder, 'cdk.out')])).trim();
  } finally {
    fs.rmSync(inventory, { recursive: true });
  }
}

function read(file: string): Record<string, any> {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
