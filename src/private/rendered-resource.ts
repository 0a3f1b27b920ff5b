import { CfnResource, Stack } from 'aws-cdk-lib';

/** A resource as the template has it; what is known at the deployment only is an intrinsic function. */
export interface RenderedResource {
  readonly Properties: { readonly [property: string]: unknown };
  readonly DeletionPolicy?: unknown;
}

/**
 * The resource as the template would hold it now: with what was assigned to the L1, with overrides, and with what Mixins and the Aspects
 * that have run have changed.
 * @param instead properties of the L1 to render in another form: a policy document that is resolved accepts no more changes to its statements
 */
export function renderedResource(resource: CfnResource, instead: { readonly [property: string]: unknown } = {}): RenderedResource {
  // `_toCloudFormation` is what the stack calls; there is no other way to an override. The properties come from a protected member.
  const view: CfnResource = Object.create(resource, {
    cfnProperties: {
      get: () => ({ ...Reflect.get(resource, 'cfnProperties'), ...instead }),
    },
  });
  const { Resources: resources = {} } = Stack.of(resource).resolve(view._toCloudFormation());
  const [rendered] = Object.values<Partial<RenderedResource>>(resources);
  return { ...rendered, Properties: rendered?.Properties ?? {} };
}

/** Whether the L1 has overrides: quick to ask for each of many resources. Where that cannot be told, it may have some. */
export function mayHaveOverrides(resource: CfnResource): boolean {
  const overrides: unknown = Reflect.get(resource, 'rawOverrides');
  return typeof overrides !== 'object' || overrides === null || Object.keys(overrides).length > 0;
}

/**
 * A property that an override sets as a whole, as the template would hold it; without it the value of the L1. It does not render the
 * resource: overrides of two resources may read each other's names.
 */
export function overriddenProperty(resource: CfnResource, property: string, value: unknown): unknown {
  const overrides: unknown = Reflect.get(Reflect.get(resource, 'rawOverrides') ?? {}, 'Properties');
  if (typeof overrides !== 'object' || overrides === null || !(property in overrides)) return value;
  return Stack.of(resource).resolve(Reflect.get(overrides, property)) as unknown;
}
