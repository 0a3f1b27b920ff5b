import { awscdk } from 'projen';

/** What a person does with a repository, done with real clients on an emulator of AWS on loopback; needs Python 3 and Go. */
export function configureE2e(project: awscdk.AwsCdkConstructLibrary): void {
  project.tsconfigDev.addInclude('e2e/**/*.ts');
  project.eslint?.addLintPattern('e2e');
  project.eslint?.allowDevDeps('e2e/**');
  project.addPackageIgnore('/e2e/');

  const task = project.addTask('e2e', {
    description:
      'Deploy, push, pull, deploy what was pushed, migrate and set up a registry on emulators of AWS, with real clients (Python 3 and Go)',
    env: { CDK_VALIDATION: 'false' },
  });
  task.spawn(project.compileTask);
  // what is there already in these versions stays as it is; Flask is what the server of moto requires, and moto[server] would install 20 packages more
  task.exec('python3 -m venv build/e2e/venv');
  task.exec('build/e2e/venv/bin/pip install --quiet awscli==1.46.3 ministack==1.5.33 moto==5.2.5 flask==3.1.3 flask-cors==6.0.5');
  task.exec('GOBIN="$PWD/build/e2e" go install github.com/google/go-containerregistry/cmd/crane@v0.22.1');
  task.exec('sh e2e/clients/install.sh');
  task.exec('ts-node --transpileOnly --project tsconfig.dev.json e2e/run.ts');
}
