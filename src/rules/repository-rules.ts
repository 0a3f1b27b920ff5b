import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Baseline, StaleEntry } from './baseline';
import { DEFAULT_RULES, RULE_IDS } from './catalogue';
import { judge, RuleFinding } from './judge';
import { RepositoryRule } from './repository-rule';
import { templatesOfApp } from './templates-of-app';
import { describeValue } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';

const NAME = 'cdk-secure-repository';
const STALE_BASELINE = 'stale-baseline';

/** Options for `RepositoryRules`. */
export interface RepositoryRulesOptions {
  /**
   * The path of a file with the findings that existed when the rules were introduced. These findings are not reported. The command
   * `cdk-secure-repository rules --app cdk.out --write-baseline FILE` writes the file. An entry without a finding is an error, so the file
   * can only shrink.
   * @default - every finding is reported
   */
  readonly baseline?: string;

  /**
   * The rules to apply in addition to the default rules.
   * @default - only the default rules
   */
  readonly extra?: RepositoryRule[];
}

/**
 * A policy validation plugin that checks every ECR repository and repository creation template of an app, regardless of the construct that
 * created it.
 *
 * The plugin reads the templates at the end of synthesis, so it also checks L1 constructs and the effects of overrides, Aspects and
 * `CfnInclude`. An error makes the synthesis fail. To accept a finding, acknowledge it on the construct or on one of its scopes with
 * `Validations.of(construct).acknowledge({ id: 'cdk-secure-repository::scanned-on-push', reason: '…' })`.
 *
 * Values that are known only at deployment are not checked.
 *
 * @example
 * declare const app: App;
 * Validations.of(app).addPlugins(new RepositoryRules({ extra: [RepositoryRule.requiredTags('owner')] }));
 *
 * @see https://github.com/cdk-secure-repository/cdk-secure-repository/blob/main/docs/rules.md
 */
export class RepositoryRules implements IPolicyValidationPlugin {
  /** The name of the plugin, which is the prefix of the IDs that are acknowledged. */
  public readonly name = NAME;
  /** The IDs of the rules that this plugin applies. */
  public readonly ruleIds?: string[];
  private readonly rules: readonly RepositoryRule['_definition'][];
  private readonly baseline?: Baseline;

  /** @throws if the baseline is not valid, or if a rule is passed twice */
  constructor(options: RepositoryRulesOptions = {}) {
    checkOptions('RepositoryRules', 'options', options, { baseline: 'text' });
    const extra = options.extra === undefined ? [] : checkedRules(options.extra);
    this.rules = [...DEFAULT_RULES, ...extra.map(({ _definition }) => _definition)];
    this.ruleIds = this.rules.map(({ id }) => id);
    if (options.baseline !== undefined) this.baseline = Baseline.fromFile(options.baseline, RULE_IDS);
  }

  /** Checks the templates of the app. Called by `aws-cdk-lib` at the end of the synthesis. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const app = context.appConstruct;
    this.claim(app, context.templatePaths);
    const paths = new Set(context.templatePaths);
    const templates = templatesOfApp(app, (path) => paths.has(path));
    const { findings } = judge(templates, this.rules);
    const compared = this.baseline?.compare(findings, templates, this.rules) ?? { findings, known: 0, stale: [] };
    const acknowledged = new Acknowledgements(app);
    const violations = [...compared.findings.map((finding) => violationOf(finding, acknowledged)), ...compared.stale.map(staleViolation)];
    return { violations, success: violations.every(({ severity }) => severity !== 'error') };
  }

  /** Two plugins of one stack would report each finding twice, and an acknowledgement would be for both. Stages can have a plugin each. */
  private claim(app: IConstruct, templatePaths: readonly string[]): void {
    const owners = PLUGINS.get(app) ?? new Map<string, RepositoryRules>();
    const isOfOther = (path: string) => (owners.get(path) ?? this) !== this;
    if (templatePaths.some(isOfOther)) {
      throw new Error('the app has two RepositoryRules plugins, but one plugin checks all stacks. Pass all rules to one plugin.');
    }
    for (const path of templatePaths) owners.set(path, this);
    PLUGINS.set(app, owners);
  }
}

/** The plugin of each template of an app. */
const PLUGINS = new WeakMap<IConstruct, Map<string, RepositoryRules>>();

function checkedRules(extra: RepositoryRule[]): RepositoryRule[] {
  const place = 'RepositoryRules';
  if (!Array.isArray(extra)) {
    throw new SecureRepositoryError(
      'rule-option',
      place,
      `extra is ${describeValue(extra)}, but must be a list. Pass rules such as [RepositoryRule.RETAINED].`,
    );
  }
  for (const [index, rule] of extra.entries()) {
    if (typeof rule !== 'object' || rule === null || !('_definition' in rule)) {
      const problem = `extra[${index}] is ${describeValue(rule)}, but must be a RepositoryRule. Use a constant such as RepositoryRule.RETAINED, or RepositoryRule.requiredTags('owner').`;
      throw new SecureRepositoryError('rule-option', place, problem);
    }
    const first = extra.findIndex(({ id }) => id === rule.id);
    if (first !== index) {
      throw new SecureRepositoryError('rule-option', place, `extra has the rule ${rule.id} twice. Remove one of the two.`);
    }
  }
  return extra;
}

function violationOf(finding: RuleFinding, acknowledged: Acknowledgements): PolicyViolation {
  const { rule, template, logicalId, property, problem } = finding;
  const constructPath = template.constructPathOf(logicalId);
  return {
    ruleName: acknowledged.ruleName(rule.id, constructPath ?? `${template.stackPath}/${logicalId}`),
    description: `${property} ${problem}. ${rule.risk}`,
    fix: `${rule.remedy} To accept the finding, use Validations.of(construct).acknowledge({ id: '${NAME}::${rule.id}', reason: '…' }).`,
    severity: rule.severity,
    violatingResources: [
      {
        resourceLogicalId: logicalId,
        constructPath,
        templatePath: template.file,
        locations: [`Resources/${logicalId}/Properties/${property.replace(/\./g, '/')}`],
      },
    ],
  };
}

function staleViolation({ stack, logicalId, rule, problem, remedy }: StaleEntry): PolicyViolation {
  return {
    ruleName: STALE_BASELINE,
    description: `The baseline contains ${rule} of ${logicalId} in ${stack}, which ${problem}.`,
    fix: remedy,
    severity: 'error',
    violatingResources: [{ resourceLogicalId: logicalId, locations: [] }],
  };
}

/**
 * Which rules are acknowledged for which constructs. `aws-cdk-lib` drops every violation whose name is acknowledged anywhere in the app; so the violations of other
 * constructs get a name that contains their path.
 */
class Acknowledgements {
  private scopesById?: Map<string, Set<string>>;

  constructor(private readonly app: IConstruct) {}

  /** Read when there is a finding: an app has many more constructs than repositories. */
  private get scopes(): Map<string, Set<string>> {
    if (this.scopesById !== undefined) return this.scopesById;
    const scopes = (this.scopesById = new Map<string, Set<string>>());
    for (const construct of this.app.node.findAll()) {
      for (const { type, data } of construct.node.metadata) {
        if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY) continue;
        for (const id of Object.keys(data as object)) scopes.set(id, (scopes.get(id) ?? new Set()).add(construct.node.path));
      }
    }
    return scopes;
  }

  public ruleName(rule: string, path: string): string {
    const scopes = this.scopes.get(`${NAME}::${rule}`);
    const withPath = `${rule}[${path}]`;
    // the name with the path stays acknowledged when other acknowledgements are removed
    if (this.scopes.has(`${NAME}::${withPath.replace(/ /g, '-')}`)) return withPath;
    return scopes === undefined || scopesOf(path).some((scope) => scopes.has(scope)) ? rule : withPath;
  }
}

/** The path and those of the constructs around it; the app has an empty path. */
function scopesOf(path: string): string[] {
  const ids = path.split('/');
  return ['', ...ids.map((_, index) => ids.slice(0, index + 1).join('/'))];
}
