import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { startMavenRepository } from '../../bindings/registries/maven-repository';

/** The status of an answer to one request, and of the next one after it. */
async function statuses(url: string): Promise<number[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'maven-'));
  fs.writeFileSync(path.join(folder, 'a.pom'), '<project/>');
  const repository = await startMavenRepository(folder);
  try {
    return [(await fetch(`${repository.url}${url}`)).status, (await fetch(`${repository.url}/a.pom`)).status];
  } finally {
    await repository.stop();
  }
}

test.each([
  ['a file that is not there', '/b.pom', 404],
  ['a path that is none', '/%zz', 400],
  ['a path that no file can have', '/%00', 400],
])('the repository answers %s and goes on', async (_case, url, status) => {
  expect(await statuses(url)).toEqual([status, 200]);
});
