import { Change, CHANGES } from './changes';
import { GranteeKind } from './grantee-kind';
import { GRANTEES } from './grantees';
import { Place, PLACES } from './places';
import { REPOSITORIES, RepositoryKind } from './repositories';
import { Shapes } from './world-of-shapes';
import { HOME } from '../access/accounts';

/** What a grant in a world of these shapes has to do, worked out from the shapes alone. */
export interface Expectation {
  /** Whether the grantee may do what was granted: not, where its own account has to allow it, too, and the app cannot write that. */
  readonly allowed: boolean;
  /** Who else is on the side of the repository, which is not enough for them. */
  readonly alsoOnRepository: readonly string[];
  /** Why an error is an answer, too; undefined where the grant has to succeed. */
  readonly orError?: string;
}

/** The answer that has to give the new name. */
export const NAME_CHANGES = 'the name of the repository changes';

export function expectationOf(shapes: Shapes): Expectation {
  const grantee: GranteeKind = GRANTEES[shapes.grantee];
  const place: Place = PLACES[shapes.place];
  const sameAccount = place.account === HOME.account;
  const isIdentity = grantee.caller === 'role' || grantee.caller === 'user';
  return {
    allowed: !isIdentity || sameAccount || grantee.ownSideUnknown === undefined,
    // Lambda pulls across accounts when the account of the function is allowed, too
    alsoOnRepository: !sameAccount && grantee.caller === 'lambda' ? ['a neighbour in the other account'] : [],
    orError: reasons(shapes, sameAccount).find(([holds]) => holds)?.[1],
  };
}

function reasons(shapes: Shapes, sameAccount: boolean): [boolean, string][] {
  const grantee: GranteeKind = GRANTEES[shapes.grantee];
  const place: Place = PLACES[shapes.place];
  const repository: RepositoryKind = REPOSITORIES[shapes.repository];
  const change: Change = CHANGES[shapes.change];
  const imported = repository.imported === true;
  const onRepository = grantee.side !== 'identity' || !sameAccount;
  const isReferredTo = grantee.type !== undefined || (grantee.side === 'both' && grantee.placeholder === undefined);
  const renamed = Object.keys(change).length > 0 && !imported;
  const isNameKnown = repository.nameKnown === 'everywhere' || (repository.nameKnown !== undefined && !/Stage/.test(shapes.place));
  return [
    [!place.referable && !isNameKnown, 'the name of the repository is not known where the grantee is'],
    [!place.referable && onRepository && isReferredTo, 'the grantee cannot be referred to where the repository is'],
    [
      place.mixed === true || (imported && /without an environment/.test(shapes.place)),
      'it is not known whether the accounts are the same',
    ],
    [imported && onRepository, 'the policy of an imported repository cannot be written'],
    [!sameAccount && grantee.unnameable === true, 'no policy can name the grantee'],
    [grantee.conflicting === true, 'two conditions on one key do not fit into one statement'],
    [grantee.side === 'both' && repository.nameKnown !== 'everywhere', 'each stack would refer to the other'],
    [grantee.caller === 'lambda' && place.region !== HOME.region, 'Lambda pulls images from its own Region only'],
    [renamed, NAME_CHANGES],
  ];
}

/** Whether the shapes mean something together that other shapes do not mean already. */
export function makeSense({ grantee, place, repository, naming, method, change }: Shapes): boolean {
  const { type, caller }: GranteeKind = GRANTEES[grantee];
  const { imported }: RepositoryKind = REPOSITORIES[repository];
  if (imported && change !== 'the name stays') return false;
  // nothing is looked up without an environment
  if (isLookedUp({ grantee, repository }) && /without an environment/.test(place)) return false;
  // these have a method of their own, and an imported grantee is named
  if ((caller === 'lambda' || caller === 'codebuild') && method !== 'grantPull') return false;
  return type !== undefined || naming === 'named';
}

/** Whether a look-up has not happened yet: then the first synthesis has to pass, and its templates are deployed nowhere. */
export function isLookedUp({ grantee, repository }: Pick<Shapes, 'grantee' | 'repository'>): boolean {
  const [{ placeholder }, { placeholder: repositoryToo }]: [GranteeKind, RepositoryKind] = [GRANTEES[grantee], REPOSITORIES[repository]];
  return placeholder === true || repositoryToo === true;
}
