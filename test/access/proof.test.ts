import { RepositoryAccess } from '../../src/access/repository-access';
import { bystanders, granteeProbes, questionsAbout, THIS_REPOSITORY } from '../support/access/cast';
import { Method, METHODS, METHODS_WITHOUT_GRANTEE } from '../support/access/methods';
import { PRINCIPAL_CLASSES, PrincipalClass } from '../support/access/principal-classes';
import { Scene } from '../support/access/scene';
import { matrixOf } from '../support/iam/matrix';
import { ALLOWED, expectedMatrix, REACHES, REACHES_WITHOUT_GRANTEE } from './expected-matrix';

const classes = Object.keys(REACHES) as (keyof typeof REACHES)[];

describe.each(Object.keys(METHODS) as Method[])('%s', (method) => {
  test.each(classes)('allows exactly what it says, to exactly: %s', (name) => {
    const principal: PrincipalClass = PRINCIPAL_CLASSES[name];
    const scene = new Scene();
    const grantee = principal.grantee(scene);
    METHODS[method](RepositoryAccess.of(scene.repository), grantee);
    principal.use?.(grantee);
    const deployed = scene.deploy();
    const arn =
      typeof principal.arn === 'function' ? principal.arn(deployed) : (principal.arn ?? 'arn:aws:iam::111111111111:role/team/dev');
    const questions = questionsAbout(deployed.repositoryArn, [...granteeProbes(arn, principal.context), ...bystanders()]);
    expect(matrixOf(deployed.world, questions)).toEqual(expectedMatrix(ALLOWED[method], REACHES[name], questions, THIS_REPOSITORY));
  });
});

test.each(Object.keys(METHODS_WITHOUT_GRANTEE) as (keyof typeof METHODS_WITHOUT_GRANTEE)[])('%s', (name) => {
  const scene = new Scene();
  METHODS_WITHOUT_GRANTEE[name](RepositoryAccess.of(scene.repository));
  const deployed = scene.deploy();
  const questions = questionsAbout(deployed.repositoryArn, [...granteeProbes('arn:aws:iam::111111111111:role/team/dev'), ...bystanders()]);
  const allowed = name.includes('Organization') ? ALLOWED.grantPull : ALLOWED.grantPullToService;
  expect(matrixOf(deployed.world, questions)).toEqual(
    expectedMatrix({ actions: allowed.actions }, REACHES_WITHOUT_GRANTEE[name], questions, THIS_REPOSITORY),
  );
});
