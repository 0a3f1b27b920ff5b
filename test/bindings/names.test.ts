import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Assembly } from '../../bindings/api/assembly';
import { goNames, namesFromGoDoc } from '../../bindings/api/go-names';
import { javaNames, namesFromJavap } from '../../bindings/api/java-names';
import { pythonNames, snakeCase } from '../../bindings/api/python-names';
import { exportedDeclarations, namesFromDeclarations, typescriptNames } from '../../bindings/api/typescript-names';

/** A class with a struct, a static and a constant, and an enum: one of each thing that has a name. */
const ASSEMBLY: Assembly = {
  types: {
    'x.Bucket': {
      name: 'Bucket',
      kind: 'class',
      initializer: {
        parameters: [
          { name: 'scope', type: {} },
          { name: 'props', type: { fqn: 'x.BucketProps' } },
        ],
      },
      methods: [{ name: 'from', static: true, parameters: [{ name: 'text', type: {} }] }, { name: 'grantPull' }],
      properties: [{ name: 'ID', static: true, const: true }, { name: 'bucketName' }],
    },
    'x.BucketProps': { name: 'BucketProps', kind: 'interface', datatype: true, properties: [{ name: 'bucketName' }] },
    'x.Colour': { name: 'Colour', kind: 'enum', members: [{ name: 'RED' }] },
  },
};

test.each([
  [
    'Python',
    pythonNames,
    [
      'Bucket',
      'Bucket.ID',
      'Bucket.bucket_name',
      'Bucket.__init__(scope)',
      'Bucket.__init__(bucket_name)',
      'Bucket.from_',
      'Bucket.from_(text)',
      'Bucket.grant_pull',
      'BucketProps',
      'BucketProps.bucket_name',
      'BucketProps.__init__(bucket_name)',
      'Colour',
      'Colour.RED',
    ],
  ],
  [
    'Java',
    javaNames,
    [
      'Bucket',
      'Bucket.from',
      'Bucket.grantPull',
      'Bucket.ID',
      'Bucket.getBucketName',
      'Bucket.Builder.create',
      'Bucket.Builder.bucketName',
      'BucketProps',
      'BucketProps.getBucketName',
      'BucketProps.Builder.build',
      'BucketProps.Builder.bucketName',
      'Colour',
      'Colour.RED',
    ],
  ],
  [
    'Go',
    goNames,
    [
      'Bucket',
      'NewBucket',
      'Bucket_From',
      'Bucket.GrantPull',
      'Bucket_ID',
      'Bucket.BucketName',
      'BucketProps',
      'BucketProps.BucketName',
      'Colour',
      'Colour_RED',
    ],
  ],
  [
    'TypeScript',
    typescriptNames,
    [
      'require.Bucket',
      'require.Colour',
      'Bucket',
      'Bucket.from',
      'Bucket.grantPull',
      'Bucket.ID',
      'Bucket.bucketName',
      'BucketProps',
      'BucketProps.bucketName',
      'Colour',
      'Colour.RED',
    ],
  ],
])('the API has a name for everything in %s', (_language, namesOf, expected) => {
  expect([...namesOf(ASSEMBLY)].sort()).toEqual([...expected].sort());
});

test.each([
  ['repositoryUriForTag', 'repository_uri_for_tag'],
  ['toJson', 'to_json'],
  ['of', 'of'],
  ['in', 'in_'],
  ['for', 'for_'],
  ['class', 'class_'],
  ['async', 'async_'],
])('Python calls %s %s', (name, expected) => {
  expect(snakeCase(name)).toBe(expected);
});

test('what javap lists is read with nested builders, fields and methods', () => {
  const listing = [
    'Compiled from "Bucket.java"',
    'public class io.x.Bucket extends software.constructs.Construct {',
    '  public static final java.lang.String ID;',
    '  public io.x.Bucket(software.constructs.Construct, java.lang.String);',
    '  public java.util.List<java.lang.String> names(java.util.Map<java.lang.String, io.x.A>);',
    '}',
    'public final class io.x.Bucket$Builder implements software.amazon.jsii.Builder<io.x.Bucket> {',
    '  public io.x.Bucket$Builder bucketName(java.lang.String);',
    '}',
  ].join('\n');
  expect([...namesFromJavap(listing, 'io.x')]).toEqual(
    expect.arrayContaining(['Bucket', 'Bucket.ID', 'Bucket.names', 'Bucket.Builder', 'Bucket.Builder.bucketName']),
  );
});

test('what go doc lists is read with functions, methods, fields and constants', () => {
  const listing = [
    'func Bucket_From(text *string) Bucket',
    'func NewBucket(scope constructs.Construct) Bucket',
    'type Bucket interface {',
    '\t// The name.',
    '\tBucketName() *string',
    '}',
    'type BucketProps struct {',
    '\tBucketName *string `field:"optional" json:"bucketName" yaml:"bucketName"`',
    '}',
    'type Colour string',
    'const (',
    '\tColour_RED Colour = "RED"',
    ')',
  ].join('\n');
  expect([...namesFromGoDoc(listing)].sort()).toEqual(
    ['Bucket', 'Bucket.BucketName', 'BucketProps', 'BucketProps.BucketName', 'Bucket_From', 'Colour', 'Colour_RED', 'NewBucket'].sort(),
  );
});

test('what declaration files say is read with classes, interfaces and enums', () => {
  const declarations = [
    'export declare class Bucket extends Construct {',
    '    static readonly ID = "x";',
    '    static from(text: string): Bucket;',
    '    get bucketName(): string;',
    '}',
    'export interface BucketProps {',
    '    readonly bucketName?: string;',
    '}',
    'export declare enum Colour {',
    '    RED = "RED"',
    '}',
  ].join('\n');
  expect([...namesFromDeclarations(declarations)]).toEqual(
    expect.arrayContaining(['Bucket.from', 'Bucket.bucketName', 'Bucket.ID', 'BucketProps.bucketName', 'Colour.RED']),
  );
});

test('a declaration counts only where the index exports it', () => {
  const lib = fs.mkdtempSync(path.join(os.tmpdir(), 'lib-'));
  fs.mkdirSync(path.join(lib, 'storage'));
  fs.writeFileSync(path.join(lib, 'index.d.ts'), "export * from './storage/bucket';\n");
  fs.writeFileSync(
    path.join(lib, 'storage', 'bucket.d.ts'),
    "import './colour';\nexport * from './props';\nexport declare class Bucket {\n}\n",
  );
  fs.writeFileSync(path.join(lib, 'storage', 'props.d.ts'), 'export interface BucketProps {\n}\n');
  fs.writeFileSync(path.join(lib, 'storage', 'colour.d.ts'), 'export declare enum Colour {\n}\n');
  expect([...namesFromDeclarations(exportedDeclarations(path.join(lib, 'index.d.ts')))]).toEqual(['Bucket', 'BucketProps']);
});

test('a type that is exported by name counts with its members, and the others of its file do not', () => {
  const lib = fs.mkdtempSync(path.join(os.tmpdir(), 'lib-'));
  fs.writeFileSync(path.join(lib, 'index.d.ts'), "export type { Entry } from './report';\n");
  fs.writeFileSync(
    path.join(lib, 'report.d.ts'),
    'export interface Entry {\n    readonly level: string;\n}\nexport interface Internal {\n    readonly secret: string;\n}\n',
  );
  expect([...namesFromDeclarations(exportedDeclarations(path.join(lib, 'index.d.ts')))]).toEqual(['Entry', 'Entry.level']);
});
