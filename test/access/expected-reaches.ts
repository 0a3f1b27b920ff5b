/** The policies that allow a principal, and whether the decision is Allow. */
export interface Reach {
  readonly identity?: true;
  readonly repository?: true;
  readonly allowed?: true;
}

/** In the account of the repository, the identity policy is enough. */
const IDENTITY: Reach = { identity: true, allowed: true };
/** In the account of the repository, and for services, the repository policy is enough. */
const REPOSITORY: Reach = { repository: true, allowed: true };
/** Across accounts, both policies must allow the action, and both do. */
const BOTH: Reach = { identity: true, repository: true, allowed: true };
/** Across accounts, one of the policies is not enough. */
const IDENTITY_ALONE: Reach = { identity: true };
const REPOSITORY_ALONE: Reach = { repository: true };
export const NOTHING: Reach = {};

const AT_HOME = [
  'the grantee',
  'one with a longer name',
  'one beside the grantee',
  'a neighbour with what the grantee has',
  'a neighbour at home',
  'a user at home',
];
const IN_THE_OTHER_ACCOUNT = ['a namesake in another account', 'a neighbour in the other account'];

function all(names: readonly string[], reach: Reach): Reaches {
  return Object.fromEntries(names.map((name) => [name, reach]));
}

/** The principals that are allowed, by the name of the probe. A name with "without" and a key is the same request without that key. */
export type Reaches = Readonly<Record<string, Reach>>;

/** Principals that are not allowed if the key is absent or has the value of another principal. */
function needing(key: string, names: readonly string[], otherwise = NOTHING): Reaches {
  return all(
    names.flatMap((name) => [`${name} without ${key}`, `${name} without its own ${key}`]),
    otherwise,
  );
}

/** A role or user of another account that is named in the repository policy under its account. */
function underItsAccount(reach: Reach, otherwise: Reach): Reaches {
  return { 'the grantee': reach, ...needing('aws:PrincipalArn', ['the grantee'], otherwise) };
}

const MEMBERS = ['the grantee', 'a neighbour at home', 'a neighbour in the other account'];
const OWN = { 'the grantee': IDENTITY };
const AWAY = underItsAccount(BOTH, IDENTITY_ALONE);
const IMPORTED_AWAY = underItsAccount(REPOSITORY_ALONE, NOTHING);
const TAGGED = needing('aws:PrincipalTag/team', ['the grantee']);
const OTHER_ACCOUNT = all(IN_THE_OTHER_ACCOUNT, REPOSITORY_ALONE);
const UNIT = {
  ...all(AT_HOME, REPOSITORY),
  ...all(IN_THE_OTHER_ACCOUNT, REPOSITORY_ALONE),
  ...needing('aws:PrincipalOrgPaths', MEMBERS),
};
const ORGANIZATION = {
  ...all(AT_HOME, REPOSITORY),
  ...all([...IN_THE_OTHER_ACCOUNT, 'a principal of another unit'], REPOSITORY_ALONE),
  ...needing('aws:PrincipalOrgID', MEMBERS),
};
const FUNCTIONS_AT_HOME = {
  ...all(['a function at home', 'a function with a longer name'], REPOSITORY),
  ...needing('aws:SourceArn', ['a function at home']),
};

const PROJECTS_AT_HOME = {
  ...all(['a project at home', 'a project with a longer name', 'a project beside it', 'a project in another Region'], REPOSITORY),
  ...needing('aws:SourceAccount', ['a project at home']),
};

/** Whom a grant to a principal of the class reaches: the second table of the design. */
export const REACHES = {
  'a role of the app': OWN,
  'a role of the app with a generated name': OWN,
  'a role of another stack': OWN,
  'a role of another stack in another Region': OWN,
  'a role of a nested stack': OWN,
  'a role of another Stage': OWN,
  'a lazy role': OWN,
  'a user of the app': OWN,
  'a group of the app': OWN,
  'a managed policy': OWN,
  'an inline policy': OWN,
  'a role behind a function': OWN,
  'a role with session tags': OWN,
  'an imported role of the same account': OWN,
  'an imported user of the same account': OWN,
  'an imported role that is not to be changed': {},
  'a role without policy updates': {},
  'a user of the app in another account': AWAY,
  'a composite of services': { ...FUNCTIONS_AT_HOME, ...PROJECTS_AT_HOME },
  'a role whose grants go to resources': { 'the grantee': REPOSITORY },
  'the ARN of a role of the same account': { 'the grantee': REPOSITORY },
  'a role of the app in another account': AWAY,
  'a role of the app in another account with a name to be generated': AWAY,
  'an imported role of another account': IMPORTED_AWAY,
  'an imported user of another account': IMPORTED_AWAY,
  'the ARN of a role of another account': IMPORTED_AWAY,
  // its account being unknown, both sides are written; at home the repository's one only delegates
  'an imported role whose ARN is a token': underItsAccount({ identity: true, repository: true, allowed: true }, IDENTITY),
  'another account': OTHER_ACCOUNT,
  'the own account': all(AT_HOME, REPOSITORY_ALONE),
  'an organization': ORGANIZATION,
  'everyone of an organization': ORGANIZATION,
  'everyone of an organizational unit': UNIT,
  'a composite of a role and another account': { ...OWN, ...OTHER_ACCOUNT },
  'conditions around a role': { ...OWN, ...TAGGED },
  'conditions around a role of another account': { ...AWAY, ...TAGGED },
  'conditions around an imported role of another account': { ...IMPORTED_AWAY, ...TAGGED },
  'conditions around another account': {
    ...all(['the grantee', 'one with a longer name', 'one beside the grantee', 'a neighbour with what the grantee has'], REPOSITORY_ALONE),
    ...TAGGED,
  },
  'conditions around conditions around a role': { ...OWN, ...TAGGED, ...needing('aws:PrincipalTag/stage', ['the grantee']) },
  'conditions around a composite': { ...OWN, ...TAGGED },
  'a service with the ARN of its source': { 'a rule at home': REPOSITORY, ...needing('aws:SourceArn', ['a rule at home']) },
  'a service with the account of its source': {
    ...all(['a rule at home', 'a rule with a longer name', 'a rule beside it', 'a rule in another Region'], REPOSITORY),
    ...needing('aws:SourceAccount', ['a rule at home']),
  },
  Lambda: FUNCTIONS_AT_HOME,
  CodeBuild: PROJECTS_AT_HOME,
} satisfies Readonly<Record<string, Reaches>>;

/** The principals that a grant on an imported repository allows if the repository policy is managed externally. */
export const REACHES_ELSEWHERE = {
  'a role of the app': OWN,
  'a role of the app in another account': { 'the grantee': IDENTITY_ALONE },
  'conditions around a role of another account': { 'the grantee': IDENTITY_ALONE, ...TAGGED },
} satisfies Readonly<Record<string, Reaches>>;

/** The principals that a grant in a stack without an environment allows, where its account and that of the grantee can differ. */
export const REACHES_AGNOSTIC = {
  'a role of the app': OWN,
  'a user of the app': OWN,
  'a group of the app': OWN,
  'a managed policy': OWN,
  'an imported role of the same account': underItsAccount({ identity: true, repository: true, allowed: true }, IDENTITY),
  'an imported role whose ARN is a token': underItsAccount({ identity: true, repository: true, allowed: true }, IDENTITY),
  'another account': OTHER_ACCOUNT,
  'the own account': all(AT_HOME, REPOSITORY_ALONE),
  'an organization': ORGANIZATION,
  'conditions around a role': { ...OWN, ...TAGGED },
  Lambda: FUNCTIONS_AT_HOME,
  CodeBuild: PROJECTS_AT_HOME,
} satisfies Readonly<Record<string, Reaches>>;

/** The principals that the methods without a grantee allow. */
export const REACHES_WITHOUT_GRANTEE = {
  grantPullToOrganization: ORGANIZATION,
  grantPullToOrganizationalUnit: UNIT,
  'grantPullToLambda at home': FUNCTIONS_AT_HOME,
  'grantPullToLambda for one function': { 'a function at home': REPOSITORY, ...needing('aws:SourceArn', ['a function at home']) },
  'grantPullToLambda in another account': {
    ...OTHER_ACCOUNT,
    'a function in the other account': REPOSITORY,
    ...needing('aws:SourceArn', ['a function in the other account']),
  },
  grantPullToCodeBuild: {
    'a project at home': REPOSITORY,
    ...needing('aws:SourceArn', ['a project at home']),
    ...needing('aws:SourceAccount', ['a project at home']),
  },
} satisfies Readonly<Record<string, Reaches>>;
