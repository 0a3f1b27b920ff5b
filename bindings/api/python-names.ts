import { Assembly, Parameter } from './assembly';

/** The names that Python users see: `Class.member`, and `Class.method(parameter)` for what can be named in a call. */
export function pythonNames({ types }: Assembly): Set<string> {
  const names = new Set<string>();
  const propertiesOf = (fqn?: string): string[] | undefined =>
    fqn && types[fqn]?.datatype ? (types[fqn].properties ?? []).map(({ name }) => name) : undefined;
  const addParameters = (method: string, parameters: Parameter[] = []): void => {
    parameters.forEach((parameter, index) => {
      // a struct in the last place becomes keywords; whether a type of another library is one is not known here
      const isLast = index === parameters.length - 1;
      const { fqn } = parameter.type;
      if (isLast && fqn && !types[fqn]) return;
      const lifted = isLast ? propertiesOf(fqn) : undefined;
      for (const name of lifted ?? [parameter.name]) names.add(`${method}(${snakeCase(name)})`);
    });
  };
  for (const type of Object.values(types)) {
    names.add(type.name);
    for (const { name } of type.members ?? []) names.add(`${type.name}.${name}`);
    for (const { name, const: isConstant } of type.properties ?? []) names.add(`${type.name}.${isConstant ? name : snakeCase(name)}`);
    if (type.datatype) for (const { name } of type.properties ?? []) names.add(`${type.name}.__init__(${snakeCase(name)})`);
    if (type.initializer) addParameters(`${type.name}.__init__`, type.initializer.parameters);
    for (const { name, parameters } of type.methods ?? []) {
      names.add(`${type.name}.${snakeCase(name)}`);
      addParameters(`${type.name}.${snakeCase(name)}`, parameters);
    }
  }
  return names;
}

/** Those in small letters: a name in snake case is none of the others. */
const KEYWORDS = new Set(
  (
    'and as assert async await break class continue def del elif else except finally for from global if import in is lambda ' +
    'nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** `repositoryUriForTag` is `repository_uri_for_tag`; a keyword of the language gets an underscore. */
export function snakeCase(name: string): string {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return KEYWORDS.has(snake) ? `${snake}_` : snake;
}
