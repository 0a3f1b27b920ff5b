/** Types that the emulator refuses, and the whole template with them. */
export const REFUSED_TYPES = ['AWS::EC2::FlowLog', 'AWS::EC2::NatGateway', 'AWS::IAM::OIDCProvider'];

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

interface Template {
  readonly Parameters?: Record<string, { readonly Type: string }>;
  readonly Resources: Record<string, { readonly Type: string }>;
}

/** A copy of a template that the emulator takes. */
export interface EmulatedTemplate {
  readonly template: Template;
  /** The types of the resources that were taken out, in the order of the template. */
  readonly takenOut: string[];
}

/** Takes the resources out that the emulator refuses; where another resource names one, a text of its logical ID takes the place. */
export function emulatedTemplate(template: Template): EmulatedTemplate {
  const refused = Object.entries(template.Resources).filter(([, { Type: type }]) => REFUSED_TYPES.includes(type));
  const logicalIds = new Set(refused.map(([logicalId]) => logicalId));
  const resources = Object.fromEntries(Object.entries(template.Resources).filter(([logicalId]) => !logicalIds.has(logicalId)));
  const copy = withoutReferences({ ...template, Resources: resources } as unknown as Json, logicalIds);
  return { template: copy as unknown as Template, takenOut: refused.map(([, { Type: type }]) => type) };
}

/** A copy of a template that has the values of its numbers: the emulator passes them to a resource as text, which AWS converts. */
export function withNumbers(template: Template, values: Readonly<Record<string, string>>): Template {
  const numbers = Object.entries(values).filter(([name]) => template.Parameters?.[name]?.Type === 'Number');
  const references = new Map(numbers.map(([name, value]) => [JSON.stringify({ Ref: name }), Number(value)]));
  const inserted = (_: string, value: unknown): unknown => references.get(JSON.stringify(value)) ?? value;
  return JSON.parse(JSON.stringify(template, inserted)) as Template;
}

function withoutReferences(value: Json, logicalIds: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return value.map((element) => withoutReferences(element, logicalIds));
  if (typeof value !== 'object' || value === null) return value;
  const named = referenced(value);
  if (named !== undefined && logicalIds.has(named)) return `taken-out-${named}`;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'DependsOn' ? [inner].flat().filter((id) => !logicalIds.has(String(id))) : withoutReferences(inner, logicalIds),
    ]),
  );
}

function referenced({ Ref: reference, 'Fn::GetAtt': attribute }: { [key: string]: Json }): string | undefined {
  if (typeof reference === 'string') return reference;
  return Array.isArray(attribute) ? String(attribute[0]) : undefined;
}
