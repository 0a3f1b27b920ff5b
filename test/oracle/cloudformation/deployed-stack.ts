import { conditionHolds } from './condition-functions';
import { Environment, pseudoParameter } from './environment';
import { generatedName } from './generated-name';
import { resolved, Scope } from './intrinsic-functions';
import { ResourceIdentity, resourceIdentity } from './resource-identity';
import { Json, JsonObject, Template, TemplateResource } from './template';

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** What a stack finds outside its template. */
export interface Surroundings {
  /** The value that another stack of the environment exports, or undefined. */
  readonly importValue: (name: string) => Json;
  /** The value of an output of another stack, whether it is exported or not. */
  readonly stackOutput: (stackName: string, outputName: string) => Json;
  /** What the custom resource of aws-cdk-lib carries into another Region, by the name of its parameter. */
  readonly crossRegionExport: (name: string) => Json;
  /** The value of a parameter in the Systems Manager, or undefined. */
  readonly ssm: (name: string) => string | undefined;
  /** The template that lies under a URL. */
  readonly templateAt: (url: string) => Template;
}

/** A resource as it is deployed: no intrinsic function is left in its properties. */
export interface DeployedResource {
  readonly type: string;
  /** The stack's name and the logical ID. */
  readonly place: string;
  readonly account: string;
  readonly region: string;
  readonly identity: ResourceIdentity;
  readonly properties: JsonObject;
  readonly metadata: JsonObject;
}

/** One template in one environment, its intrinsic functions evaluated as CloudFormation does. */
export class DeployedStack implements Scope {
  private readonly nested = new Map<string, DeployedStack>();

  constructor(
    public readonly name: string,
    public readonly environment: Environment,
    private readonly template: Template,
    private readonly surroundings: Surroundings,
    private readonly parameters: JsonObject = {},
  ) {}

  /** The stack of that name: this one or one that is nested in it. */
  public named(name: string): DeployedStack | undefined {
    if (this.name === name) return this;
    const nested = Object.entries(this.template.Resources ?? {}).filter(([, { Type: type }]) => type === NESTED_STACK);
    return nested.map(([logicalId]) => this.nestedStack(logicalId).named(name)).find((found) => found !== undefined);
  }

  /** The resources whose condition holds, those of nested stacks included. */
  public resources(): DeployedResource[] {
    return Object.entries(this.template.Resources ?? {})
      .filter(([, { Condition: condition }]) => condition === undefined || this.condition(condition))
      .flatMap(([logicalId, { Type: type, Properties: properties = {}, Metadata: metadata = {} }]) => {
        if (type === NESTED_STACK) return this.nestedStack(logicalId).resources();
        return {
          type,
          place: `${this.name}/${logicalId}`,
          account: this.environment.account,
          region: this.environment.region,
          identity: this.identity(logicalId),
          properties: resolved(properties, this) as JsonObject,
          metadata,
        };
      });
  }

  /** What the custom resource of aws-cdk-lib carries into another Region under this name, or undefined. */
  public crossRegionExport(name: string): Json {
    const resources = Object.values(this.template.Resources ?? {});
    const writers = resources.filter(({ Type: type }) => type === 'Custom::CrossRegionExportWriter');
    const exported = writers.map(({ Properties: properties }) => (properties?.WriterProps as { exports: JsonObject }).exports);
    return resolved(
      exported.map((values) => values[name]).find((value) => value !== undefined),
      this,
    );
  }

  /** What the stack exports, by name. */
  public exports(): Map<string, Json> {
    const outputs = Object.values(this.template.Outputs ?? {});
    return new Map(
      outputs
        .filter((output) => output.Export !== undefined)
        .map((output) => [String(resolved(output.Export!.Name, this)), resolved(output.Value, this)]),
    );
  }

  public ref(name: string): Json {
    if (name === 'AWS::NoValue') return undefined;
    const pseudo = pseudoParameter(name, this.name, this.environment);
    if (pseudo !== undefined) return pseudo;
    if (this.template.Parameters?.[name] !== undefined) return this.parameter(name);
    if (this.resource(name).Type !== NESTED_STACK) return this.identity(name).ref;
    return pseudoParameter('AWS::StackId', this.nestedStack(name).name, this.environment);
  }

  public getAtt(logicalId: string, attribute: string): Json {
    const { Type: type } = this.resource(logicalId);
    if (type === 'Custom::CrossRegionExportReader') return this.surroundings.crossRegionExport(attribute);
    if (type !== NESTED_STACK) return this.identity(logicalId).attribute(attribute);
    const stack = this.nestedStack(logicalId);
    return stack.output(attribute.replace(/^Outputs\./, ''));
  }

  public importValue(name: string): Json {
    const value = this.surroundings.importValue(name);
    if (value === undefined) throw new Error(`${this.name}: no stack that is deployed before this one exports ${name}`);
    return value;
  }

  public stackOutput(stackName: string, outputName: string): Json {
    return this.surroundings.stackOutput(stackName, outputName);
  }

  /** The value of one of its own outputs, or undefined. */
  public output(name: string): Json {
    return resolved(this.template.Outputs?.[name]?.Value, this);
  }

  public condition(name: string): boolean {
    const condition = this.template.Conditions?.[name];
    if (condition === undefined) throw new Error(`${this.name}: the template has no condition ${name}`);
    return conditionHolds(condition, this);
  }

  private parameter(name: string): Json {
    const { Type: type, Default: fallback } = this.template.Parameters![name];
    const given = this.parameters[name] ?? fallback;
    const value = type.startsWith('AWS::SSM::Parameter::Value') ? this.surroundings.ssm(String(given)) : given;
    if (value === undefined) throw new Error(`${this.name}: the parameter ${name} (${String(given)}) has no value`);
    return type === 'CommaDelimitedList' && typeof value === 'string' ? value.split(',') : value;
  }

  private identity(logicalId: string): ResourceIdentity {
    const { Type: type, Properties: properties = {} } = this.resource(logicalId);
    return resourceIdentity({ type, logicalId, property: (name) => resolved(properties[name], this) }, this);
  }

  private nestedStack(logicalId: string): DeployedStack {
    const known = this.nested.get(logicalId);
    if (known !== undefined) return known;
    const { Properties: properties } = this.resource(logicalId);
    const template = this.surroundings.templateAt(String(resolved(properties?.TemplateURL, this)));
    const parameters = (resolved(properties?.Parameters, this) ?? {}) as JsonObject;
    const stack = new DeployedStack(generatedName(this.name, logicalId, 128), this.environment, template, this.surroundings, parameters);
    this.nested.set(logicalId, stack);
    return stack;
  }

  private resource(logicalId: string): TemplateResource {
    const resource = this.template.Resources?.[logicalId];
    if (resource === undefined) throw new Error(`${this.name}: the template has no resource and no parameter ${logicalId}`);
    return resource;
  }
}
