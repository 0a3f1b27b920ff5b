import * as fs from 'node:fs';
import * as path from 'node:path';
import { run, RunOptions } from '../../tools/process';
import { readAssembly } from '../api/assembly';
import { javaNames, namesFromJavap } from '../api/java-names';
import { App, Binding, exitCodesOf, Packed } from '../binding';
import { readsFleet } from '../fleet-reader';
import { pacmak } from '../pacmak';
import { publish } from '../publish';
import { commandsBelow, documentsIn } from '../readme';
import { refusals, refusedSource } from '../refusals';
import { startMavenRepository } from '../registries/maven-repository';
import { releaseFolder } from '../release';
import { sameTemplate } from '../same-template';
import { sameAsTypeScript, startApp } from '../start-template';
import { Outcome, readTap } from '../tap';
import { FLOOR, VERSION } from '../versions';
import { built, emptied, kept, onlyFile, ROOT } from '../workspace';

const PACKAGE = 'io.github.cdksecurerepository';
const ARTIFACT = 'cdk-secure-repository';
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const REPOSITORY_ID = 'loopback';
const REFUSED = refusedSource('Refused.java');

const CLASSES: Record<App, string> = {
  quickstart: 'App',
  'ten-lines': 'TenLines',
  registry: 'RegistryApp',
  publishers: 'PublishersApp',
  'company-defaults': 'CompanyDefaultsApp',
  rules: 'RulesApp',
  previews: 'PreviewsApp',
};

/** By a Maven repository on loopback. */
export class JavaBinding implements Binding {
  public readonly name = 'java';
  public readonly tools = [
    // which the oldest that can compile the example answers
    { program: 'javac', args: ['--release', '11', '-version'] },
    { program: 'mvn', args: ['--version'] },
  ];
  public readonly checks = {
    'the examples of the README in the javadoc run, and the first has the template of TypeScript': async () => {
      const folder = emptied('java', 'javadoc');
      await run('jar', ['xf', this.packed('-javadoc.jar')], { cwd: folder });
      const page = fs.readFileSync(path.join(folder, ...PACKAGE.split('.'), 'package-summary.html'), 'utf8');
      const classes: string[] = [];
      for (const program of programsOf(page)) {
        const [, name] = /public final class (\w+)/.exec(program)!;
        const file = path.join(folder, `${name}.java`);
        fs.writeFileSync(file, program);
        await this.javac(file);
        classes.push(name);
      }
      const [first, ...others] = classes;
      await sameTemplate('ten-lines', 'java-readme', (CDK_OUTDIR) => this.runClass(first, { env: { CDK_OUTDIR } }));
      for (const name of others) await this.runClass(name, { env: { CDK_OUTDIR: emptied('out', 'java-readme', 'other') } });
    },
    'the README of the artifact unpacks the documents that it names': async () => {
      const folder = emptied('java', 'documents');
      const readme = fs.readFileSync(path.join(releaseFolder('java'), 'README.md'), 'utf8');
      const commands = commandsBelow(readme, 'Documents and templates').replaceAll('~/.m2/repository', built('maven', 'local'));
      await run('bash', ['-euc', commands], { cwd: folder });
      return documentsIn(folder, readme);
    },
    'the reader of fleet.json in docs/adoption.md declares what adopt has read': () =>
      readsFleet('java', async (program, folder) => {
        fs.writeFileSync(path.join(folder, 'AdoptedApp.java'), program);
        // a single file, which is compiled when it starts
        await run('java', ['-cp', classpath(this.app), 'AdoptedApp.java'], { cwd: folder, env: { CDK_OUTDIR: 'cdk.out' } });
      }),
    'an app that was started from the template has the template of TypeScript': async () => {
      const folder = await startApp('java');
      fs.mkdirSync(path.join(folder, '.mvn'));
      // what a team has in the settings of its machines
      fs.writeFileSync(
        path.join(folder, '.mvn', 'maven.config'),
        `--global-settings\n${this.settings}\n-Dmaven.repo.local=${kept('maven', 'local')}\n`,
      );
      await sameAsTypeScript('java', folder);
    },
  };
  private readonly app = built('java', 'app');
  private readonly sources = built('java', 'app', 'src', 'main', 'java', 'com', 'example');
  private readonly settings = built('java', 'app', 'settings.xml');

  public async pack(): Promise<Packed> {
    await pacmak('java', ['--maven-local-repository', kept('maven', 'local')]);
    return { file: this.packed(`-${VERSION}.jar`), maxBytes: 2_000_000 };
  }

  public async publishAndInstall(): Promise<string> {
    const installed = built('maven', 'local', ...PACKAGE.split('.'));
    fs.rmSync(installed, { recursive: true, force: true });
    this.copySources();
    const repository = await startMavenRepository(emptied('maven', 'repository'));
    try {
      const { username, password } = repository;
      // seen from where the script runs: mvn would break a path at its spaces
      const local = path.relative(built(), kept('maven', 'local'));
      const MAVEN_OPTS = `${process.env.MAVEN_OPTS ?? ''} -Dmaven.repo.local=${local}`.trim();
      await publish('maven', { MAVEN_REPOSITORY_URL: repository.url, MAVEN_USERNAME: username, MAVEN_PASSWORD: password, MAVEN_OPTS });

      fs.writeFileSync(this.settings, settingsXml(repository.url));
      await this.compile(this.app);
    } finally {
      await repository.stop();
    }
    const origins = fs.readFileSync(path.join(installed, ARTIFACT, VERSION, '_remote.repositories'), 'utf8');
    return origins.includes(`${ARTIFACT}-${VERSION}.jar>${REPOSITORY_ID}=`) ? repository.url : origins;
  }

  public async synthesize(app: App, outdir: string): Promise<void> {
    const env = { CDK_OUTDIR: outdir };
    // the goal that the example's README names; the others start without Maven, which takes longer than the app
    if (app === 'quickstart') await this.maven(['exec:java'], { env });
    else await this.runClass(CLASSES[app], { env, accepts: exitCodesOf(app) });
  }

  public async installedNames(): Promise<Set<string>> {
    const jar = path.join(built('maven', 'local', ...PACKAGE.split('.')), ARTIFACT, VERSION, `${ARTIFACT}-${VERSION}.jar`);
    const classes = (await run('jar', ['tf', jar]))
      .split('\n')
      .filter((file) => file.startsWith(PACKAGE.replaceAll('.', '/')) && file.endsWith('.class'))
      .map((file) => file.replace('.class', '').replaceAll('/', '.'));
    return namesFromJavap(await run('javap', ['-public', '-cp', jar, ...classes]), PACKAGE);
  }

  public expectedNames(): Set<string> {
    return javaNames(readAssembly());
  }

  public async mistakes(): Promise<Outcome[]> {
    const told = readTap(await this.runClass('Mistakes'));
    return [...told, ...refusals(REFUSED, await this.javac(REFUSED, { accepts: [1], withErrors: true }))];
  }

  public async synthesizeWithNewest(app: App, outdir: string): Promise<string> {
    const newest = emptied('java', 'newest');
    fs.cpSync(this.app, newest, { recursive: true });
    const pom = path.join(newest, 'pom.xml');
    const text = fs.readFileSync(pom, 'utf8');
    fs.writeFileSync(
      pom,
      text
        .replace(/(<aws-cdk\.version>).*(<)/, `$1[${FLOOR.awsCdkLib},3)$2`)
        .replace(/(<constructs\.version>).*(<)/, `$1[${FLOOR.constructs},11)$2`),
    );
    await this.compile(newest);
    await this.runClass(CLASSES[app], { env: { CDK_OUTDIR: outdir } }, newest);
    return /aws-cdk-lib-([\d.]+)\.jar/.exec(classpath(newest))![1];
  }

  private copySources(): void {
    emptied('java', 'app');
    fs.cpSync(path.join(ROOT, 'examples', 'java'), this.app, { recursive: true });
    fs.cpSync(path.join(ROOT, 'test', 'bindings', 'java'), this.sources, { recursive: true });
  }

  /** Compiles an app, and notes down what it was compiled with. */
  private async compile(cwd: string): Promise<void> {
    const classpathFile = path.join(cwd, 'classpath.txt');
    await this.maven(['compile', `${DEPENDENCY_PLUGIN}:build-classpath`, `-Dmdep.outputFile=${classpathFile}`], { cwd });
  }

  private javac(file: string, options: RunOptions = {}): Promise<string> {
    return run('javac', ['-cp', classpath(this.app), '-d', path.join(this.app, 'target', 'classes'), file], options);
  }

  private runClass(name: string, options: RunOptions = {}, app = this.app): Promise<string> {
    return run('java', ['-cp', classpath(app), `com.example.${name}`], options);
  }

  private maven(args: string[], options: RunOptions = {}): Promise<string> {
    // instead of those of the Maven installation; the user's own, in the home folder, stay in force
    const own = [
      '--global-settings',
      this.settings,
      `-Dmaven.repo.local=${kept('maven', 'local')}`,
      `-Dcdk-secure-repository.version=${VERSION}`,
    ];
    return run('mvn', ['--quiet', '--batch-mode', '-Dstyle.color=never', ...own, ...args], { cwd: this.app, ...options });
  }

  private packed(ending: string): string {
    return onlyFile(path.join(built('dist', 'java'), ...PACKAGE.split('.'), ARTIFACT, VERSION), ending);
  }
}

/** What an app runs with: its own classes, and what it was compiled with. */
function classpath(app: string): string {
  const dependencies = fs.readFileSync(path.join(app, 'classpath.txt'), 'utf8');
  return [path.join(app, 'target', 'classes'), dependencies].join(path.delimiter);
}

/** The programs of a page, which has them as HTML. */
function programsOf(page: string): string[] {
  const programs = [...page.matchAll(/<pre>(?:<code[^>]*>)?(\s*package com\.example;[^]*?)(?:<\/code>)?<\/pre>/g)].map(([, html]) =>
    html
      .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );
  if (programs.length < 2) throw new Error(`the README has ${programs.length} programs in Java, expected at least 2`);
  return programs;
}

/** Names the repository, as a company's settings name theirs. */
function settingsXml(url: string): string {
  return `<settings>
  <profiles>
    <profile>
      <id>${REPOSITORY_ID}</id>
      <repositories>
        <repository><id>${REPOSITORY_ID}</id><url>${url}</url></repository>
      </repositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>${REPOSITORY_ID}</activeProfile></activeProfiles>
</settings>
`;
}
