import type { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Whether a setting of a registry applies to a repository. Undefined if that is known only at deployment. */
export type Applies = boolean | undefined;

/** A signing rule of a registry. */
export interface SigningFacts {
  readonly profile: SigningProfileFacts;
  /**
   * @param name the name of the repository, `team-a/*` for all repositories below a namespace, or undefined if it is known only at
   *   deployment. A rule signs below a namespace if it signs any repository there
   */
  readonly signs: (name: string | undefined) => Applies;
}

/** A signing profile. */
export interface SigningProfileFacts {
  /** The ARN of the profile: literal if its name is known, so that policies in other stacks need no output. */
  readonly arn: string;
  readonly account: string;
  /** The name in messages and commands: the name of the profile, or the path of the construct if the name is generated. */
  readonly label: string;
  /** The construct that the ARN is a reference to; undefined if the ARN is literal. */
  readonly reference?: IConstruct;
}

/** What the modules that know no registry need to know about one: who scans, what is signed, what is cached. */
export interface RegistryFacts {
  /** The construct of the registry, for messages. */
  readonly construct: IConstruct;
  readonly account: string;
  readonly region: string;
  /** The resource of the scanning configuration; undefined if the construct has none. */
  readonly scanning?: CfnResource;
  /** The signing rules, one entry for each rule. */
  readonly signing: readonly SigningFacts[];
  /** The prefixes of the pull-through caches so far, without a slash at the end. */
  readonly cachePrefixes: () => readonly string[];
}

const RECORDS = new WeakMap<IConstruct, RegistryRecord>();

/** The registries that the constructs of an app configure. The module `registry` adds them, and the modules below read them. */
export class RegistryRecord {
  /** Returns the record of the app of a construct. */
  public static of(scope: IConstruct): RegistryRecord {
    const { root } = scope.node;
    let record = RECORDS.get(root);
    if (!record) RECORDS.set(root, (record = new RegistryRecord()));
    return record;
  }

  private readonly registries: RegistryFacts[] = [];
  private readonly listeners: ((registry: RegistryFacts) => void)[] = [];

  private constructor() {}

  /** The registries so far. */
  public get all(): readonly RegistryFacts[] {
    return this.registries;
  }

  public add(registry: RegistryFacts): void {
    this.registries.push(registry);
    for (const listener of this.listeners) listener(registry);
  }

  /** Calls the function for each registry of the app, also for those that are added later. */
  public forEach(listener: (registry: RegistryFacts) => void): void {
    this.listeners.push(listener);
    this.registries.forEach(listener);
  }

  /**
   * Returns the registries of an account and Region. An environment that is known only at deployment is that of the stacks with the same
   * tokens.
   */
  public in({ account, region }: { readonly account: string; readonly region: string }): readonly RegistryFacts[] {
    return this.registries.filter((registry) => registry.account === account && registry.region === region);
  }
}
