/** What JSON can say; `undefined` is what `AWS::NoValue` leaves behind. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly Metadata?: JsonObject;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string;
}

export interface TemplateOutput {
  readonly Value: Json;
  readonly Export?: { readonly Name: Json };
  readonly Condition?: string;
}

/** A CloudFormation template, as far as deployment looks at it. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Mappings?: Readonly<Record<string, Json>>;
  readonly Conditions?: Readonly<Record<string, Json>>;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}
