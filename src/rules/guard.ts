import { RuleDefinition, REPOSITORIES_AND_TEMPLATES } from './rule-definition';

/**
 * The rules in the language of AWS CloudFormation Guard, for hooks in accounts where templates are not written with the CDK. Rules on statements of a repository policy and on
 * the content of a lifecycle policy cannot be expressed in it.
 */
export function guardOf(rules: readonly RuleDefinition[]): string {
  const expressible = rules.filter(({ guard }) => guard !== undefined);
  const left = rules.filter(({ guard }) => guard === undefined).map(({ id }) => id);
  const header = left.length === 0 ? [] : [`# Not expressed in Guard: ${left.join(', ')}`];
  const blocks = REPOSITORIES_AND_TEMPLATES.flatMap((type) => {
    const name = type === 'AWS::ECR::Repository' ? 'repositories' : 'creation_templates';
    const applicable = expressible.filter(({ appliesTo }) => appliesTo.includes(type));
    if (applicable.length === 0) return [];
    return [
      `let ${name} = Resources.*[ Type == '${type}' ]`,
      '',
      ...variablesOf(applicable),
      ...applicable.flatMap((rule) => ruleBlock(rule, type, name)),
    ];
  });
  const notes = [
    ...header,
    '# Values of intrinsic functions are known only at deployment, so the rules accept them. Conditions (Fn::If) are not evaluated.',
    '',
  ];
  return `${[...notes, ...blocks].join('\n').trimEnd()}\n`;
}

function variablesOf(rules: readonly RuleDefinition[]): string[] {
  const variables = rules.flatMap(({ guardVariables = [] }) => guardVariables);
  return variables.length === 0 ? [] : [...variables, ''];
}

function ruleBlock(
  { id, guard, title, remedy }: RuleDefinition,
  type: (typeof REPOSITORIES_AND_TEMPLATES)[number],
  selection: string,
): string[] {
  const suffix = type === 'AWS::ECR::Repository' ? '' : '_of_templates';
  return [
    `# ${title}. ${remedy}`,
    `rule ${id.replace(/-/g, '_')}${suffix} when %${selection} !empty {`,
    `  %${selection} {`,
    ...(guard?.(type) ?? []).map((line) => `    ${line}`),
    '  }',
    '}',
    '',
  ];
}
