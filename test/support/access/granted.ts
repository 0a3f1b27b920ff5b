import { bystanders } from './bystanders';
import { granteeProbes, materialAround, questionsAbout } from './cast';
import { Method, METHODS, METHODS_WITHOUT_GRANTEE } from './methods';
import { PrincipalClass } from './principal-classes';
import { DeployedScene, Scene, SceneOptions } from './scene';
import { RepositoryAccess } from '../../../src/access/repository-access';
import { RepositoryAccessOptions } from '../../../src/access/repository-access-options';
import { Questions } from '../iam/matrix';
import { Material } from '../iam/mutation/material';
import { World } from '../iam/world';

/** A world after grants, and what is asked about it. */
export interface Granted {
  readonly world: World;
  readonly questions: Questions;
  readonly material: Material;
}

const ROLE = 'arn:aws:iam::111111111111:role/team/dev';

/** The world after a grant to a principal of the class. */
export function granted(method: Method, principal: PrincipalClass, options: SceneOptions & RepositoryAccessOptions = {}): Granted {
  const scene = new Scene(options);
  const grantee = principal.grantee(scene);
  METHODS[method](RepositoryAccess.of(scene.repository, options), grantee);
  principal.use?.(grantee);
  return asked(scene.deploy(), principal);
}

/** The world after a grant that says itself to whom. */
export function grantedWithoutGrantee(method: keyof typeof METHODS_WITHOUT_GRANTEE, options?: SceneOptions): Granted {
  const scene = new Scene(options);
  METHODS_WITHOUT_GRANTEE[method](RepositoryAccess.of(scene.repository));
  return asked(scene.deploy());
}

/** What is asked about a scene in which somebody of a class was granted something. */
export function asked(deployed: DeployedScene, { arn = ROLE, context }: Pick<PrincipalClass, 'arn' | 'context'> = {}): Granted {
  const { world, repositoryArn } = deployed;
  const [, partition, , region] = repositoryArn.split(':');
  const grantee = (typeof arn === 'function' ? arn(deployed) : arn).replace(/^arn:aws:/, `arn:${partition}:`);
  return {
    world,
    questions: questionsAbout(repositoryArn, [...granteeProbes(grantee, context), ...bystanders(partition, region)]),
    material: materialAround(repositoryArn, grantee),
  };
}
