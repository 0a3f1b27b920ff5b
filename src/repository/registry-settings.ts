import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { RegistryFacts, RegistryRecord } from './registry-record';
import { RenderedResource, renderedResource } from '../private/cdk-internals';
import { areKnownToDiffer, isUnknown } from '../private/unknown-value';

/** The types of the resources that configure a registry. Each has the property that identifies it, or null if a registry has one of the type. */
const IDENTIFYING_PROPERTY: { readonly [type: string]: string | null } = {
  'AWS::ECR::PullThroughCacheRule': 'EcrRepositoryPrefix',
  'AWS::ECR::PullTimeUpdateExclusion': 'PrincipalArn',
  'AWS::ECR::RegistryPolicy': null,
  'AWS::ECR::RegistryScanningConfiguration': null,
  'AWS::ECR::ReplicationConfiguration': null,
  'AWS::ECR::RepositoryCreationTemplate': 'Prefix',
  'AWS::ECR::SigningConfiguration': null,
};

/** A resource of an app that configures a registry: that of a `SecureRegistry`, or an L1. */
export class RegistrySetting {
  public readonly type: string;
  private known?: RenderedResource;

  constructor(public readonly resource: CfnResource) {
    this.type = resource.cfnResourceType;
  }

  /** The resource in the template, after overrides and the Aspects that have run. The repository policy of a template is left out. */
  public get rendered(): RenderedResource {
    // the statements of a resolved policy accept no more changes
    return (this.known ??= renderedResource(this.resource, { repositoryPolicy: undefined }));
  }

  /**
   * The value in the template that identifies the setting among those of its type: a prefix without a slash at its end, or an ARN. Null if a
   * registry has one setting of the type.
   */
  public get identity(): unknown {
    const property = IDENTIFYING_PROPERTY[this.type];
    if (property === null) return null;
    const value = this.rendered.Properties[property];
    return typeof value === 'string' ? value.replace(/\/+$/, '') : value;
  }

  /** Whether a condition decides whether the resource is deployed. */
  public get isConditional(): boolean {
    return this.resource.cfnOptions.condition !== undefined;
  }
}

/** What is known about two stacks: whether they are deployed to one account and Region. */
export type SameEnvironment = 'same' | 'different' | 'unknown';

/** Compares the accounts and Regions of two stacks. What is known only at deployment is equal only within a stack and its nested stacks. */
export function compareEnvironments(one: Stack, other: Stack): SameEnvironment {
  if (outermost(one) === outermost(other)) return 'same';
  if (areKnownToDiffer(one.account, other.account) || areKnownToDiffer(one.region, other.region)) return 'different';
  return [one.account, other.account, one.region, other.region].some(isUnknown) ? 'unknown' : 'same';
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}

const APPS = new WeakMap<IConstruct, RegistrySettings>();

/**
 * The settings of registries in an app. At synthesis, they are found in one walk of the construct tree for each Stage. Before, only those of
 * `SecureRegistry` are known, because constructs can still be added.
 */
export class RegistrySettings {
  /** Returns the settings in the app of a construct. */
  public static of(scope: IConstruct): RegistrySettings {
    const { root } = scope.node;
    let settings = APPS.get(root);
    if (!settings) APPS.set(root, (settings = new RegistrySettings(root)));
    return settings;
  }

  private readonly stages = new WeakSet<IConstruct>();
  private readonly stacks = new WeakSet<Stack>();
  private isSynthesizing = false;
  private found?: Found;

  private constructor(private readonly root: IConstruct) {}

  /** Makes each synthesis of the Stage of a stack find the settings again. Call it for each construct that reads them at synthesis. */
  public readAtSynthesis(stack: Stack): void {
    if (this.stacks.has(stack)) return;
    this.stacks.add(stack);
    const stage = Stage.of(stack) ?? stack.node.root;
    if (this.stages.has(stage)) return;
    this.stages.add(stage);
    // the validations of a Stage run before those of the constructs in it, and after all Aspects
    stage.node.addValidation({
      validate: () => {
        this.isSynthesizing = true;
        this.found = undefined;
        return [];
      },
    });
  }

  /** All settings that are known now. */
  public get all(): readonly RegistrySetting[] {
    if (this.isSynthesizing) return this.inTree().settings;
    const scanning = RegistryRecord.of(this.root).all.map((registry) => registry.scanning);
    return scanning.filter((resource) => resource !== undefined).map((resource) => new RegistrySetting(resource));
  }

  /** The registries that constructs configure, without those that were removed from the tree. */
  public get registries(): readonly RegistryFacts[] {
    return this.inTree().registries;
  }

  private inTree(): Found {
    const recorded = RegistryRecord.of(this.root).all;
    return this.found?.recorded === recorded.length ? this.found : (this.found = this.find(recorded));
  }

  private find(recorded: readonly RegistryFacts[]): Found {
    const constructs = new Set<IConstruct>(recorded.map(({ construct }) => construct));
    const present = new Set<IConstruct>();
    const settings: RegistrySetting[] = [];
    const visit = (construct: IConstruct) => {
      if (constructs.has(construct)) present.add(construct);
      if (CfnResource.isCfnResource(construct) && construct.cfnResourceType in IDENTIFYING_PROPERTY) {
        settings.push(new RegistrySetting(construct));
      }
      construct.node.children.forEach(visit);
    };
    visit(this.root);
    const registries = recorded.filter(({ construct }) => present.has(construct));
    return { settings, registries, recorded: recorded.length };
  }
}

/** What was found in the tree, and how many registries the app had recorded then. */
interface Found {
  readonly settings: readonly RegistrySetting[];
  readonly registries: readonly RegistryFacts[];
  readonly recorded: number;
}
