import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fleetCommand, synthesize } from './fleet-command';
import { COUNT, created, ecrCall, fortyRepositories, nameOf, REGION } from './forty-repositories';
import { Story } from './story';
import { run, WORKSHOP } from './workshop';
import { Server } from '../tools/server';

const IMAGES = 3;

/**
 * The forty repositories in an emulator that has exceptions to the mutability of tags: what `collect` wrote is what the AWS SDK for Python reads. The
 * emulator has no registry for clients and no pages of images, and its sizes and digests are not those of Amazon ECR.
 */
export async function secondOpinion(story: Story, emulator: Server): Promise<void> {
  const folder = mkdtempSync(join(WORKSHOP, 'second-opinion-'));
  const path = (name: string) => join(folder, name);
  await story.step(`${COUNT} repositories are there, also with exceptions to the mutability of tags`, async () => {
    for (const one of fortyRepositories(true)) await created(emulator, one);
    for (let index = 0; index < IMAGES; index++) await ecrCall(emulator, 'PutImage', image(nameOf(3), index));
  });
  const refused = await story.step('they are collected', async () => {
    const gateway = await withoutRepetitions(emulator);
    try {
      await fleetCommand(gateway, 'collect', '--out', path('inventory'), '--region', REGION);
    } finally {
      await gateway.stop();
    }
    return [...gateway.refused];
  });
  await story.step('the AWS SDK for Python reads the same names, settings, tags, policies and images', async () => {
    const python = join(WORKSHOP, 'venv/bin/python');
    const printed = await run(python, [join(__dirname, 'second-opinion.py'), emulator.url]);
    const expected = JSON.parse(printed) as Record<string, unknown>;
    assert.equal(Object.keys(expected).length, COUNT);
    assert.deepEqual(collected(path('inventory')), expected);
  });
  await story.step('an app declares exactly what is there', async () => {
    await fleetCommand(emulator, 'adopt', path('inventory'), '--out', path('app'));
    synthesize(path('app'));
    const compared = await fleetCommand(emulator, 'adopt', path('inventory'), '--compare', path('app/cdk.out'));
    assert.match(compared, new RegExp(`^${COUNT} repositories: the templates declare exactly what is there`));
  });
  story.notRun(`what the emulator does not have: ${refused.sort().join(', ')}`);
}

/** The files of `collect`, in the form in which the SDK for Python returns the same. */
function collected(inventory: string): Record<string, unknown> {
  const names = readdirSync(inventory, { recursive: true, encoding: 'utf8' }).filter((file) => /\/repositories\/[^/]*\.json$/.test(file));
  const entries = names.map((name) => {
    const { repository, tags, lifecyclePolicyText, repositoryPolicyText, missing } = inSeconds(join(inventory, name));
    assert.deepEqual(missing, {}, name);
    const { imageDetails: images } = inSeconds(join(inventory, name.replace('/repositories/', '/images/')));
    return [repository.repositoryName, { repository, tags, lifecyclePolicyText, repositoryPolicyText, images }] as const;
  });
  return Object.fromEntries(entries);
}

/** A file whose times are in seconds, as the service sends them. */
function inSeconds(file: string): Record<string, any> {
  const isTime = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  return JSON.parse(readFileSync(file, 'utf8'), (_, value: unknown) => (isTime(value) ? Date.parse(value) / 1000 : value));
}

/** The input of PutImage. */
function image(repositoryName: string, index: number): object {
  const digest = (digit: number) => `sha256:${String(digit).repeat(64)}`;
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const part = (type: string, size: number, digit: number) => ({
    mediaType: `application/vnd.docker.${type}`,
    size,
    digest: digest(digit),
  });
  const imageManifest = {
    schemaVersion: 2,
    mediaType,
    config: part('container.image.v1+json', 1000 + index, index),
    layers: [part('image.rootfs.diff.tar.gzip', 5000 + index, index + 5)],
  };
  return { repositoryName, imageTag: `v${index}`, imageManifest: JSON.stringify(imageManifest), imageManifestMediaType: mediaType };
}

/**
 * Forwards requests. Operations that the emulator does not have are its error 500, which every SDK repeats for minutes: they become an error 400. The
 * names of these operations.
 */
async function withoutRepetitions(emulator: Server): Promise<Server & { readonly refused: ReadonlySet<string> }> {
  const refused = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, ...headers } = request.headers as Record<string, string>;
    const body = request.method === 'GET' ? undefined : Buffer.concat(chunks);
    const answer = await fetch(`${emulator.url}${request.url}`, { method: request.method, headers, body });
    if (answer.status === 500) {
      refused.add(String(headers['x-amz-target'] ?? request.url).replace(/^.*\./, ''));
      response.writeHead(400, { 'x-amzn-errortype': 'UnknownOperationException' }).end('{}');
    } else {
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(await answer.text());
    }
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const stop = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop, refused };
}
