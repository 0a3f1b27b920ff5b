import { Assembly } from './assembly';

/** The names that Go users see: types with their methods and fields, and the functions that jsii makes of constructors and statics. */
export function goNames({ types }: Assembly): Set<string> {
  const names = new Set<string>();
  for (const type of Object.values(types)) {
    names.add(type.name);
    if (type.initializer) names.add(`New${type.name}`);
    for (const { name } of type.members ?? []) names.add(`${type.name}_${name}`);
    for (const member of [...(type.methods ?? []), ...(type.properties ?? [])]) {
      names.add(`${type.name}${member.static ? '_' : '.'}${pascalCase(member.name)}`);
    }
  }
  return names;
}

function pascalCase(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

/** The names that `go doc -all` lists for a package. */
export function namesFromGoDoc(listing: string): Set<string> {
  const names = new Set<string>();
  let type = '';
  for (const line of listing.split('\n')) {
    const declared = /^type (\w+) (?:interface|struct|string)/.exec(line);
    if (declared) names.add((type = declared[1]));
    else if (line.startsWith('}') || line.startsWith('const (')) type = '';
    const func = /^func (\w+)\(/.exec(line);
    if (func) names.add(func[1]);
    // a member of a type, or a constant of an enum
    const member = /^\t(\w+)(?:\(| )/.exec(line);
    if (member) names.add(type ? `${type}.${member[1]}` : member[1]);
  }
  return names;
}
