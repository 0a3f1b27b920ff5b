import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { DocumentSelection, PolicyDocument } from '../../../../src/lifecycle/core/document';
import { rulesMadeBy } from '../../../../src/lifecycle/core/source/factories';
import { policySource } from '../../../../src/lifecycle/core/source/policy-source';
import { ImageSelection } from '../../../../src/lifecycle/image-selection';
import { LifecyclePolicy } from '../../../../src/lifecycle/lifecycle-policy';
import { LifecycleRule } from '../../../../src/lifecycle/lifecycle-rule';
import { acceptedRules } from '../../../fixtures/policy-documents';
import { randomCalls } from '../../../fixtures/rule-calls';
import { policyOf, rulesOf } from '../../../fixtures/source-of-policy';

const UNTAGGED: DocumentSelection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' };

/** A call that the Python makes: the class, the method, and the arguments. */
interface PythonCall {
  readonly call: readonly [string, string];
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

interface Assembly {
  readonly types: Record<
    string,
    {
      methods?: { name: string; static?: boolean; parameters?: { name: string; type: { fqn?: string } }[] }[];
      properties?: { name: string }[];
    }
  >;
}

const FILE = existsSync('.jsii') ? '.jsii' : 'test/package/baseline/.jsii';
const { types } = JSON.parse(readFileSync(FILE, 'utf8')) as Assembly;
const camelCase = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Makes the calls of the Python with the classes of the library, as jsii does: by the names and the parameters of the assembly. */
function replayed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(replayed);
  if (typeof value !== 'object' || value === null) return value;
  const { call, args, options } = value as PythonCall;
  const [type, pythonName] = call;
  const given = args.map(replayed);
  if (type === 'Duration') return Duration.days(given[0] as number);
  const name = camelCase(pythonName);
  const method = types[`cdk-secure-repository.${type}`].methods?.find((one) => one.name === name);
  if (method?.static !== true) throw new Error(`${type}.${pythonName} is not in the assembly`);
  if (Object.keys(options).length > 0) {
    const { parameters = [] } = method;
    const known = types[parameters.at(-1)?.type.fqn ?? '']?.properties?.map((property) => property.name) ?? [];
    const unknown = Object.keys(options).filter((option) => !known.includes(camelCase(option)));
    if (unknown.length > 0) throw new Error(`${type}.${pythonName} has no ${unknown.join()}`);
    given[parameters.length - 1] = Object.fromEntries(Object.entries(options).map(([option, one]) => [camelCase(option), one]));
  }
  const owner = { ImageSelection, LifecyclePolicy, LifecycleRule }[type] as unknown as Record<string, (...all: unknown[]) => unknown>;
  return owner[name](...given);
}

/** Runs Python sources with classes that record their calls. */
const RECORDER = `
import json, sys, types

def recording(name):
    class Recording(type):
        def __getattr__(cls, method):
            return lambda *args, **options: {"call": [name, method], "args": args, "options": options}
    return Recording(name, (), {})

for module, names in {
    "aws_cdk": ["Duration"],
    "cdk_secure_repository": ["ImageSelection", "LifecyclePolicy", "LifecycleRule"],
}.items():
    sys.modules[module] = types.ModuleType(module)
    for name in names:
        setattr(sys.modules[module], name, recording(name))

def policy(source):
    scope = {}
    exec(compile(source, "policy.py", "exec"), scope)
    return scope["lifecycle_policy"]

# a half of a character cannot be encoded
sys.stdout.buffer.write(json.dumps([policy(source) for source in json.load(sys.stdin)], ensure_ascii=False).encode())
`;

function policiesOfPython(sources: readonly string[]): LifecyclePolicy[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', RECORDER], { input: JSON.stringify(sources), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return replayed(JSON.parse(stdout)) as LifecyclePolicy[];
}

// a machine for the tests alone may have no Python; npm run bindings needs one
const hasPython = spawnSync('python3', ['--version']).status === 0;
(hasPython ? describe : () => undefined)('the Python', () => {
  const policies: readonly PolicyDocument[] = [
    ...fc.sample(acceptedRules, 100).map((rules) => ({ rules })),
    ...fc.sample(randomCalls, 100).map((calls) => ({ rules: rulesMadeBy(calls) })),
    ...['\\', '"', "'''", '{x}', '%s', '\n\r', '\u2028', '\u202e', 'é', '😀', '\u{e0001}'].map((description): PolicyDocument => ({
      rules: [{ rulePriority: 1, description, selection: UNTAGGED, action: { type: 'expire' } }],
    })),
  ];

  test('makes what the TypeScript makes', () => {
    const made = policiesOfPython(policies.map((document) => policySource(document, 'python')));
    expect(made.map(rulesOf)).toEqual(policies.map((document) => rulesOf(policyOf(policySource(document, 'typescript')))));
  });

  test('makes no policy of no policy', () => {
    expect(policiesOfPython([policySource(null, 'python')])[0].toText()).toBe('');
  });
});
