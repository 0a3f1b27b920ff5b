import { Policy } from '../policy';
import { listed, PolicyDocument, StatementElement } from '../policy-document';
import { AttachedPolicy, World } from '../world';
import { Material, Mutant } from './material';
import { documentMutations } from './statement-mutations';

const LOGIN = 'ecr:GetAuthorizationToken';

/** Every mutation of every policy, of whom or what it is attached to, and of where the login stands. */
export function* worldMutations(world: World, material: Material): Generator<Mutant<World>> {
  for (const attached of world.policies) {
    const { policy, identities } = attached;
    const instead = (document: PolicyDocument) => world.with(attached, { ...attached, policy: parsed(attached, document) });
    for (const [what, document] of documentMutations(policy.document, material)) yield [policy.place + what, instead(document)];
    yield* templateMutations(world, attached);
    if (identities === undefined) continue;
    yield [`${policy.place}: detached`, world.with(attached)];
    yield [
      `${policy.place}: attached to a neighbour`,
      world.with(attached, { ...attached, identities: [...identities, material.neighbour] }),
    ];
    yield* loginMoves(world, attached);
  }
}

/** The login taken from its own statement into those beside it, on the repository instead of `*`. */
function* loginMoves(world: World, attached: AttachedPolicy): Generator<Mutant<World>> {
  const hasLogin = (element: StatementElement) => listed(element.Action).includes(LOGIN);
  const statements = listed(attached.policy.document.Statement);
  const login = statements.find(hasLogin);
  if (login === undefined) return;
  const withoutLogin = parsed(attached, { ...attached.policy.document, Statement: statements.filter((statement) => statement !== login) });
  const moved = world.with(attached, { ...attached, policy: withoutLogin });
  for (const target of moved.policies) {
    const elements = listed(target.policy.document.Statement);
    for (const [index, element] of elements.entries()) {
      const widened = { ...element, Action: [...listed(element.Action), LOGIN] };
      const document = { ...target.policy.document, Statement: elements.map((other) => (other === element ? widened : other)) };
      yield [`the login moved to ${target.policy.place}[${index}]`, moved.with(target, { ...target, policy: parsed(target, document) })];
    }
  }
}

/** The template removed, and another prefix for it: that of the rest of the registry, and names that begin in the same way. */
function* templateMutations(world: World, attached: AttachedPolicy): Generator<Mutant<World>> {
  const { policy, template } = attached;
  // a template without a statement allows nothing, wherever it applies
  if (template === undefined || policy.statements.length === 0) return;
  yield [`${policy.place}: template removed`, world.with(attached)];
  const prefixes = template.prefix === 'ROOT' ? ['other'] : ['ROOT', `${template.prefix}2`];
  for (const prefix of prefixes) {
    yield [`${policy.place}: ${prefix} for the prefix`, world.with(attached, { ...attached, template: { ...template, prefix } })];
  }
}

function parsed({ policy: { place }, identities, registry }: AttachedPolicy, document: PolicyDocument): Policy {
  if (registry !== undefined) return Policy.ofRegistry(place, document);
  return identities !== undefined ? Policy.ofIdentity(place, document) : Policy.ofResource(place, document);
}
