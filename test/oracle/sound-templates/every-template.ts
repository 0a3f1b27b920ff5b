import { dirname, join } from 'node:path';
import type { cx_api as cxapi, Stage, StageSynthesisOptions } from 'aws-cdk-lib';
import type * as faults from './assembly-faults';
import { noteFaults, settleFaults } from './faults-of-test';

const checked = new WeakSet<cxapi.CloudAssembly>();

// a factory is called when the module is required: a test that does not load aws-cdk-lib loads nothing because of this
const stageModule = join(dirname(require.resolve('aws-cdk-lib')), 'core/lib/stage.js');
jest.doMock(stageModule, () => {
  const actual = jest.requireActual<{ Stage: typeof Stage }>(stageModule);
  const { assemblyFaults } = jest.requireActual<typeof faults>('./assembly-faults');
  const synth = actual.Stage.prototype.synth;
  actual.Stage.prototype.synth = function (this: Stage, options?: StageSynthesisOptions) {
    const assembly = synth.call(this, options);
    if (!checked.has(assembly)) noteFaults(assemblyFaults(assembly));
    checked.add(assembly);
    return assembly;
  };
  return actual;
});

afterEach(settleFaults);
// what is synthesized outside of a test
afterAll(settleFaults);
