import {
  deployedRepositories,
  isJudgedResource,
  registryOf,
  repositoryAsWritten,
  RepositoryType,
  scanningRulesByEnvironment,
} from './deployed-repository';
import { DeployedTemplate } from './deployed-template';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition } from './rule-definition';

/** A rule that a resource does not meet. */
export interface RuleFinding {
  readonly rule: RuleDefinition;
  readonly template: DeployedTemplate;
  readonly logicalId: string;
  readonly type: RepositoryType;
  readonly property: string;
  readonly problem: string;
}

/** What the rules find in the templates of an app, or in templates that belong together. */
export interface Judged {
  readonly findings: readonly RuleFinding[];
  /** Properties that no rule could judge, because only the deployment knows their values. */
  readonly unknown: readonly Omit<RuleFinding, 'problem'>[];
  /** The number of resources that were judged. */
  readonly resources: number;
}

/** Applies the rules to every repository and creation template. */
export function judge(templates: readonly DeployedTemplate[], rules: readonly RuleDefinition[]): Judged {
  const scanningRules = scanningRulesByEnvironment(templates);
  const findings: RuleFinding[] = [];
  const unknown: Omit<RuleFinding, 'problem'>[] = [];
  let resources = 0;
  const applicable = new Map(REPOSITORIES_AND_TEMPLATES.map((type) => [type, rules.filter(({ appliesTo }) => appliesTo.includes(type))]));
  for (const template of templates) {
    const registry = { scanningRules: scanningRules.get(registryOf(template)) ?? [], account: template.account };
    for (const [logicalId, resource] of Object.entries(template.resources)) {
      if (!isJudgedResource(resource)) continue;
      resources++;
      const { Type: type } = resource;
      const written = repositoryAsWritten(resource, registry);
      for (const rule of applicable.get(type)!) {
        const all = written
          ? rule.judge(written)
          : deployedRepositories(resource, rule.reads, registry).flatMap((variant) => rule.judge(variant));
        if (all.length === 0) continue;
        // variants that differ in other properties give the same judgement
        const judgements = new Map(all.map((one) => [`${one.property} ${one.problem}`, one] as const));
        const at = { rule, template, logicalId, type };
        for (const judgement of judgements.values()) {
          if (isFound(judgement)) findings.push({ ...at, property: judgement.property, problem: judgement.problem });
          else unknown.push({ ...at, property: judgement.property });
        }
      }
    }
  }
  return { findings, unknown, resources };
}

function isFound(judgement: Judgement): judgement is Required<Judgement> {
  return judgement.problem !== undefined;
}
