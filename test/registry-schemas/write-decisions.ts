import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { faultText } from '../oracle/registry/registry-resources';
import { resourceFaults } from '../oracle/registry/resource-faults';
import { SOUND_RESOURCES } from '../oracle/registry/sound-resources';
import { violations } from '../oracle/registry/violations';

// every decision that the unit tests take with the constraints, for the schemas and the API model to take again
const [file] = process.argv.slice(2);
const sound = Object.entries(SOUND_RESOURCES).map(([type, properties]) => ({ place: `a sound ${type}`, type, properties }));
const broken = violations().map(({ type, properties, fault }) => ({ place: `${type} with ${faultText(fault)}`, type, properties }));
const decisions = [...sound, ...broken].map((decision) => ({
  ...decision,
  faults: resourceFaults(decision.type, decision.properties).map(faultText),
}));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify(decisions));
