import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { run } from '../../src/cli/main';
import { FakeTerminal } from '../fixtures/fake-terminal';

const directory = mkdtempSync(join(tmpdir(), 'printer-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Runs a command line, and returns all that it printed. */
async function printed(args: string[], input = '[]'): Promise<FakeTerminal> {
  const terminal = new FakeTerminal(args, input);
  await run(terminal);
  return terminal;
}

/** C0, DEL, C1, characters that change the direction of text, and those that break lines; a line break of ours is none of them. */
const DANGEROUS = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
const hostile = fc
  .constantFrom(
    '\u001b[2J',
    '\u0007',
    '\u007f',
    '\u009b31m',
    '\u0085',
    '\u061c',
    '\u200e',
    '\u2028',
    '\u202e',
    '\u2066',
    '\r',
    '\t',
    '\nFORGED',
    '\n::error::FORGED',
    ' ::error::FORGED',
  )
  .map((character) => `x${character}y`);

const rule = (pattern: string, rulePriority: number) => ({
  rulePriority,
  description: pattern,
  selection: { tagStatus: 'tagged', tagPatternList: [pattern], countType: 'imageCountMoreThan', countNumber: 1 },
  action: { type: 'expire' },
});
const image = (text: string, number: number) => ({
  registryId: text,
  repositoryName: text,
  imageDigest: `sha256:${text}${number}`,
  imageTags: [text],
  imagePushedAt: `2026-01-0${number}T00:00:00Z`,
  imageSizeInBytes: 1,
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  subjectManifestDigest: number === 1 ? `sha256:${text}2` : undefined,
});
const template = (text: string, policyText: unknown) => ({
  Resources: {
    [text]: {
      Type: 'AWS::ECR::Repository',
      Properties: { RepositoryName: `${text}1`, LifecyclePolicy: { LifecyclePolicyText: policyText } },
      Metadata: { 'aws:cdk:path': text },
    },
    [`${text}2`]: { Type: 'AWS::ECR::RepositoryCreationTemplate', Properties: { Prefix: text } },
    [`${text}3`]: { Type: 'AWS::ECR::Repository', Properties: { LifecyclePolicy: text } },
  },
});

const listWith = (imageManifest: string) => JSON.stringify({ images: [{ imageId: { imageDigest: 'sha256:1' }, imageManifest }] });

/** Command lines that print every part of their inputs. */
function commandLines(text: string): string[][] {
  const document = { rules: [rule(text, 2), rule('*', 1), rule('other', 3)] };
  const policy = file('policy.json', document);
  const whole = file('template.json', template(text, JSON.stringify(document)));
  const images = file('images.json', [image(text, 1), image(text, 2), image(text, 3)]);
  const previews = [[], ['--only', 'keep'], ['--in-use', file('in-use.txt', `sha256:${'a'.repeat(64)}`)]].flatMap((more) =>
    ['table', 'json', 'markdown'].map((format) => ['preview', '--policy', policy, '--images', images, '--format', format, ...more]),
  );
  return [
    ...previews,
    ['preview', '--template', whole, '--resource', text, '--images', images, '--fail-if-expires', '*'],
    ['preview', '--template', whole, '--images', images],
    ['preview', '--template', whole, '--resource', `no ${text}`, '--images', images],
    ['preview', '--template', file('forged.template.json', template(`::error::FORGED ${text}`, '{')), '--images', images],
    ['preview', '--policy', policy, '--images', file('cut-images.json', `[${text}`)],
    ['preview', '--policy', policy, '--images', file('cut-page.json', `{}\n[${text}`)],
    ['preview', '--policy', policy, '--images', images, '--manifests', file('cut-manifests.json', `{"images": ${text}`)],
    ['preview', '--policy', policy, '--images', images, '--manifests', file('cut-manifest.json', listWith(`{${text}`))],
    ['validate', '--policy', file('cut-inner.json', { lifecyclePolicyText: `{"rules":[${text}` })],
    ['validate', '--template', file('cut.template.json', template('R', `{"rules":[${text}`))],
    ['validate', '--template', file('cut.yaml', `Resources:\n  R: [${text}`)],
    ['preview', '--policy', policy, '--images', join(directory, text)],
    ['preview', '--template', whole, '--resource', `${text}2`, '--images', images],
    ['preview', '--policy', policy, '--images', file('bad-images.json', [{ ...image(text, 1), imagePushedAt: text }])],
    ['preview', '--policy', policy, '--images', images, '--in-use', file('bad-in-use.txt', text)],
    ['preview', '--policy', policy, '--images', images, '--now', text],
    ['preview', '--policy', policy, '--images', images, '--fail-if-expires', text],
    ['validate', '--policy', policy],
    ['validate', '--policy', file('bad-policy.json', { rules: [{ ...rule(text, 1), [text]: text }] })],
    ['validate', '--policy', file('cut.json', `{"rules": ${text}`)],
    ['validate', '--template', whole],
    ['validate', '--template', file('tag.yaml', `Resources:\n  ? "${text}"\n  : !Odd${text.replace(/\s/g, '')} x\n`)],
    [
      'validate',
      '--template',
      file('state.json', {
        format_version: '1.0',
        values: { root_module: { resources: [{ type: 'aws_ecr_lifecycle_policy', address: text, values: {} }] } },
      }),
    ],
    ['validate', '--template', join(directory, text)],
    [text],
    ['validate', `--${text}`],
  ];
}

test('nothing in an input can move the cursor, change the direction of text or begin a line', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      for (const args of commandLines(text)) {
        const { written, complained } = await printed(args);
        const all = written + complained;
        expect({ args, all, found: DANGEROUS.exec(all) }).toEqual({ args, all, found: null });
        expect({ args, all, found: /^\s*(::|FORGED)/m.exec(all) }).toEqual({ args, all, found: null });
      }
    }),
    { numRuns: 30 },
  );
});

test('a line that is wrapped does not begin with a workflow command', async () => {
  for (let length = 0; length < 120; length++) {
    const policy = file('wrapped.json', { rules: [rule(`${'x'.repeat(length)} ::error::y`, 1)] });
    const { written, complained } = await printed(['preview', '--policy', policy]);
    expect(/^\s*::/m.exec(written + complained)).toBeNull();
  }
});

test('JSON is the same value, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(hostile, fc.string({ unit: 'binary', minLength: 1 })), async (tag) => {
      const images = file(
        'any.json',
        [{ ...image('a', 1), imageTags: [tag], subjectManifestDigest: undefined }, image('b', 2)]
          .map((one) => ({ ...one, repositoryName: 'x' }))
          .map((one) => ({ ...one, registryId: 'y' })),
      );
      const policy = file('any-policy.json', { rules: [rule('*', 1)] });
      const { written } = await printed(['preview', '--policy', policy, '--images', images, '--format', 'json']);
      expect(DANGEROUS.test(written)).toBe(false);
      expect(JSON.parse(written)).toMatchObject({ previewResults: [{ imageTags: [tag] }] });
    }),
    { numRuns: 100 },
  );
});

describe('warnings and errors', () => {
  const place = join(directory, 'aged.json');
  const aged = {
    rulePriority: 1,
    selection: { tagStatus: 'any', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' },
    action: { type: 'expire' },
  };

  async function complained(args: string[], columns?: number): Promise<string> {
    const terminal = new FakeTerminal(args, '[]', columns === undefined ? {} : { TTY: 'yes' });
    const stderr = Object.assign(terminal.stderr, { columns });
    await run({ argv: terminal.argv, env: terminal.env, stdin: terminal.stdin, stdout: terminal.stdout, stderr });
    return terminal.complained;
  }

  test('are wrapped at the width of a terminal, and lines of a pipe stay whole', async () => {
    writeFileSync(place, JSON.stringify({ rules: [aged] }));
    for (const args of [
      ['validate', '--policy', place],
      ['validate', '--policy', join(directory, 'missing.json')],
    ]) {
      const [line, ...others] = (await complained(args)).split('\n');
      expect(line).toMatch(/ \[cdk-secure-repository:[a-z-]+\]$/);
      const wrapped = (await complained(args, 80)).split('\n');
      expect(Math.max(...wrapped.map(({ length }) => length))).toBeLessThanOrEqual(80);
      expect(wrapped.length).toBeGreaterThan(others.length + 1);
      expect(wrapped.join(' ').replace(/ {2,}/g, ' ')).toContain(line);
    }
  });

  test('are not broken into pieces by a terminal without a width', async () => {
    writeFileSync(place, JSON.stringify({ rules: [aged] }));
    for (const columns of [0, 1]) {
      const widest = Math.max(...(await complained(['validate', '--policy', place], columns)).split('\n').map(({ length }) => length));
      expect(widest).toBeGreaterThan(30);
    }
  });
});
