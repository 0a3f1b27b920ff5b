import { Aspects } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';

/** What is done to the name of the repository, before and after the grant. */
export interface Change {
  readonly before?: (repository: ecr.CfnRepository, name: string) => void;
  readonly after?: (repository: ecr.CfnRepository, name: string) => void;
}

const override = (repository: ecr.CfnRepository, name: string) => repository.addPropertyOverride('RepositoryName', name);
const assign = (repository: ecr.CfnRepository, name: string) => {
  repository.repositoryName = name;
};

export const CHANGES = {
  'the name stays': {},
  'the name was overridden': { before: override },
  'the name is overridden after the grant': { after: override },
  'the name was assigned on the L1': { before: assign },
  'the name is assigned on the L1 after the grant': { after: assign },
  'an Aspect changes the name': {
    after: (repository, name) =>
      Aspects.of(repository.node.root).add({
        visit: (node) => {
          if (node === repository) assign(repository, name);
        },
      }),
  },
} satisfies Readonly<Record<string, Change>>;
