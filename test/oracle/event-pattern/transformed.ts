import { JsonObject } from './matches';

interface InputTransformer {
  readonly InputPathsMap: Record<string, string>;
  readonly InputTemplate: string;
}

/**
 * What EventBridge makes of an event with an input transformer, by its documentation: a value is put in as it is, an object or an
 * array in a string loses its quotes, and of a field that is missing nothing appears.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transformed({ InputPathsMap: paths, InputTemplate: template }: InputTransformer, event: JsonObject): string {
  const missing = Object.values(paths).filter((path) => valueAt(event, path) === undefined);
  if (missing.length > 0) throw new Error(`the event has no ${missing.join(' and no ')}`);
  return template.replace(/<([A-Za-z0-9_-]+)>/g, (_placeholder, name) => {
    const value = valueAt(event, paths[name]);
    return typeof value === 'string' ? value : JSON.stringify(value).replace(/"/g, '');
  });
}

function valueAt(event: JsonObject, path: string): unknown {
  const steps = path.replace(/^\$\./, '').split(/[.[\]]+/);
  return steps.reduce<unknown>((value, step) => (value as JsonObject | undefined)?.[step], event);
}
