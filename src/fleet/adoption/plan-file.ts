import { AdoptedRegistry } from './adoption-plan';
import { deletedPrincipals } from './deleted-principals';
import { REMOVED_FILE } from './terraform-files';

/** What the plan for a person is about. */
export interface PlanContents {
  readonly registries: readonly AdoptedRegistry[];
  /** The names of the stacks with repositories. */
  readonly stacks: readonly string[];
  /** The paths of the files for each state of Terraform. */
  readonly terraform: readonly { readonly place: string; readonly paths: readonly string[] }[];
  /** What is not in the inventory: a sentence for each account and Region that could not be read. */
  readonly unread: readonly string[];
  /** Patterns of the repositories that were collected; none for all repositories. */
  readonly patterns: readonly string[];
}

/** A step: its first line, and the lines below it. */
interface Step {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The plan for a person: what to do in which order. */
export function planFile(contents: PlanContents): string {
  const { registries, stacks, unread, patterns } = contents;
  const count = registries.reduce((sum, { repositories }) => sum + repositories.length, 0);
  const left = registries.flatMap(({ account, region, left: reasons }) =>
    Object.entries(reasons).map(([name, reason]) => `- ${account} ${region} ${name}: ${reason}`),
  );
  const notPlanned = [...unread.map((sentence) => `- ${sentence}`), ...left];
  return [
    '# Plan',
    '',
    `This app declares ${plural(count, 'repository', 'repositories')} in ${plural(stacks.length, 'stack', 'stacks')}. Each has exactly the settings that it had when the inventory was collected.`,
    ...(patterns.length > 0
      ? [`Only repositories that match ${patterns.map((pattern) => `\`${pattern}\``).join(' or ')} are in this plan.`]
      : []),
    'No step deletes a repository or an image. With the standard, a repository without a lifecycle policy receives one, by which Amazon ECR expires untagged images;',
    '`standardChanges` lists it.',
    'The steps before the import change nothing in Amazon ECR.',
    '',
    'If another app that `adopt` wrote is deployed in one of these accounts and Regions, never deploy or import this one there: its stacks have the same names, and a',
    'deployment would remove repositories of the other app from CloudFormation. Release the new repositories as below, copy their entries into the fleet.json of the',
    'other app, and import only those (docs/adoption.md, "Adopt more repositories").',
    '',
    ...stepsOf(contents).flatMap(({ title, lines }, index) => [`## ${index + 1}. ${title}`, '', ...lines, '']),
    ...(notPlanned.length > 0 ? ['## Not in this plan', '', ...notPlanned, ''] : []),
  ].join('\n');
}

function stepsOf(contents: PlanContents): Step[] {
  return [
    { title: 'Synthesize', lines: ['```sh', 'npm install', 'npx cdk synth --quiet', '```'] },
    {
      title: 'Compare the templates with the inventory',
      lines: [
        'Replace INVENTORY with the folder of the inventory.',
        '',
        '```sh',
        'npx cdk-secure-repository adopt INVENTORY --compare cdk.out',
        '```',
        '',
        'Continue only if it reports no difference. It exits with 2 if repositories or registries of the inventory are not compared. These are not in this plan,',
        'and stay as they are: continue only if that is intended.',
      ],
    },
    ...deletedPrincipalSteps(contents.registries),
    ...presentStackSteps(contents.registries),
    ...terraformSteps(contents.terraform),
    ...importSteps(contents.stacks),
    {
      title: 'Check',
      lines: [
        'Collect again, into another folder, and compare again: every setting is there. `npx cdk diff` and drift detection show no difference. Drift detection',
        'does not detect a repository policy that is missing from the template.',
        '',
        'Grants, outputs and other resources come with the next deployment, because an import accepts no other change.',
      ],
    },
    {
      title: 'Turn the standard on',
      lines: [
        'For one repository at a time, read `standardChanges` in fleet.json, set `"standard": true`, and set `"mutableTags"` for tags that move. `npx cdk diff`',
        'shows exactly the properties in `standardChanges`, and no replacement. Then deploy.',
      ],
    },
  ];
}

/** Policies with which a later deployment may fail. */
function deletedPrincipalSteps(registries: readonly AdoptedRegistry[]): Step[] {
  const lines = registries.flatMap(({ account, region, repositories }) =>
    repositories.flatMap(({ name, properties }) => {
      const ids = deletedPrincipals(properties.RepositoryPolicyText);
      return ids.length === 0 ? [] : [`- ${account} ${region} ${name}: ${ids.join(', ')}`];
    }),
  );
  if (lines.length === 0) return [];
  return [
    {
      title: 'Replace the principals that were deleted',
      lines: [
        'The repository policies of these repositories name users or roles that were deleted, by their IDs. Amazon ECR may refuse such a policy when a',
        'deployment sets it again, which was not measured. Replace or remove the principal in Amazon ECR, and collect again.',
        '',
        ...lines,
      ],
    },
  ];
}

/** Repositories of CloudFormation leave their stacks, and are retained. */
function presentStackSteps(registries: readonly AdoptedRegistry[]): Step[] {
  const lines = registries.flatMap(({ account, region, repositories }) => {
    const byStack = new Map<string, string[]>();
    for (const { name, presentStack } of repositories) {
      if (presentStack !== undefined) byStack.set(presentStack, [...(byStack.get(presentStack) ?? []), name]);
    }
    return [...byStack].map(([stack, names]) => `- ${account} ${region} ${stack}: ${names.join(', ')}`);
  });
  if (lines.length === 0) return [];
  return [
    {
      title: 'Release the repositories of other stacks',
      lines: [
        'The tag `aws:cloudformation:stack-name` of the repositories names these stacks. Skip a stack that no longer exists.',
        '',
        ...lines,
        '',
        'For each stack:',
        '',
        '- Set the removal policy of each repository to `RETAIN` (`DeletionPolicy` and `UpdateReplacePolicy`), without `emptyOnDelete`, and deploy.',
        '- Replace the references to the repositories, such as with `ecr.Repository.fromRepositoryName`. An export that another stack imports cannot be',
        '  removed: replace the import by the literal value and deploy that stack first.',
        '- Remove the repositories from the template, and deploy. CloudFormation reports `DELETE_SKIPPED` for each. Look at that before you continue.',
        '',
        'A repository belongs to one stack at a time, so the import fails for a repository that is still in its stack. Instead of these steps and the import,',
        '`npx cdk refactor --unstable=refactor` can move repositories between stacks of one app, if nothing else changes at the same time. Remove',
        '`EncryptionConfiguration` from fleet.json then for a repository whose present template does not have it.',
      ],
    },
  ];
}

function terraformSteps(states: PlanContents['terraform']): Step[] {
  const lines = states.flatMap(({ place, paths }) => {
    const actions = paths.flatMap(terraformAction);
    return actions.length === 0 ? [] : [`In the configuration of the state \`${place}\`:`, '', ...actions, ''];
  });
  if (lines.length === 0) return [];
  return [
    {
      title: 'Release the repositories of Terraform',
      lines: [
        ...lines,
        '`terraform plan` must then destroy nothing. The lifecycle policies and repository policies leave the state together with the repositories, because a later',
        'apply would delete them otherwise.',
      ],
    },
  ];
}

/** What to do with a file for Terraform. */
function terraformAction(path: string): string[] {
  return path.endsWith(`/${REMOVED_FILE}`)
    ? [
        `- Remove the resources that \`${path}\` names from the configuration, and add the file in their place (Terraform 1.7 or later).`,
        '  `terraform plan` reports that they will no longer be managed, and 0 to destroy. Then apply.',
      ]
    : [
        `- Run the script \`${path}\` with \`sh\` in the folder of the configuration: a \`removed\` block cannot name one instance of \`count\` or \`for_each\`.`,
        '  Remove the keys of these instances from the configuration, or the next apply tries to create them.',
      ];
}

function importSteps(stacks: readonly string[]): Step[] {
  if (stacks.length === 0) return [];
  return [
    {
      title: 'Import',
      lines: [
        'The accounts and Regions must be bootstrapped (version 12 or later). An import takes at most 200 resources, and changes none of them.',
        '',
        '```sh',
        ...stacks.map((stack) => `npx cdk import ${stack} --resource-mapping import/${stack}.json`),
        '```',
        '',
        'Instead, `npx cdk deploy --import-existing-resources` imports without a mapping and deploys other changes at the same time. Read its change set first:',
        'with `--method=prepare-change-set`, nothing is executed.',
      ],
    },
  ];
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
