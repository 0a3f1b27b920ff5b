import { CommandError } from './command-error';
import { Input } from './input';
import { acceptedDocument, allPolicies, onePolicy, PolicyInput, PolicySource } from './policy-input';
import { FleetEvaluation } from '../fleet/fleet-preview';
import { Inventory } from '../fleet/inventory';
import { Proposal } from '../fleet/repository-preview';
import { printable } from '../private/printable';

/** The proposed policies of the repositories of an inventory. */
export interface ProposedPolicies {
  /** None if nothing is proposed. */
  readonly of?: FleetEvaluation['proposed'];
  /** Policies of the templates that are not evaluated, with the reasons. */
  readonly notEvaluated: readonly string[];
}

/** Reads the proposed policies: one policy for all repositories, or those of templates by the names of their repositories. */
export async function proposedPolicies(source: PolicySource, inventory: Inventory, input: Input): Promise<ProposedPolicies> {
  if (source.policy === undefined && source.template.length === 0) return { notEvaluated: [] };
  if (source.policy !== undefined && source.template.length === 0) {
    const document = acceptedDocument(await onePolicy(source, input));
    const proposal = { document };
    return { of: () => proposal, notEvaluated: [] };
  }
  // a creation template is for repositories that do not exist yet
  const policies = (await allPolicies(source, input)).map((read) => read()).filter(({ isOfCreationTemplate }) => !isOfCreationTemplate);
  const byName = new Map<string, { readonly proposal: Proposal; readonly policy: PolicyInput }>();
  const notEvaluated: string[] = [];
  for (const policy of policies) {
    const { repositoryName: name, place, text } = policy;
    if (name === undefined) {
      notEvaluated.push(printable(`${place}: the name of the repository is known only at deployment`));
      continue;
    }
    const other = byName.get(name)?.policy;
    if (other !== undefined && other.text !== text) {
      throw CommandError.input(
        printable(`${place}: ${name} has another policy in ${other.place}. Pass the templates of one account and Region at a time.`),
      );
    }
    byName.set(name, { proposal: { document: acceptedDocument(policy) }, policy });
  }
  const names = new Set([...inventory._registries()].flatMap((registry) => registry.names));
  for (const [name, { policy }] of byName) {
    if (!names.has(name)) notEvaluated.push(printable(`${policy.place}: the repository ${name} is not in the inventory`));
  }
  return { of: ({ name }) => byName.get(name)?.proposal, notEvaluated };
}
