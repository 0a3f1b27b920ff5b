import { Fault, unknownValue, wrongValue } from './fault';

const MOST_WILDCARDS = 4;

/** What ECR refuses in the tags that a rule selects. */
export function tagFilterFaults(place: string, selection: Record<string, unknown>): Fault[] {
  const { tagStatus, tagPrefixList, tagPatternList } = selection;
  const lists = { tagPrefixList, tagPatternList };
  const given = Object.entries(lists).filter(([, list]) => list !== undefined);
  switch (tagStatus) {
    case 'tagged':
      if (given.length === 1) return given.flatMap(([name, list]) => listFaults(place, name, list));
      return [
        `${place}: ${given.length === 0 ? 'neither tagPrefixList nor tagPatternList is' : 'both tagPrefixList and tagPatternList are'} given, ` +
          'expected one of them with the tag status "tagged": use tagPatternList, where "*" is every tag',
      ];
    case 'untagged':
    case 'any':
      return given.map(([name, list]) =>
        wrongValue(place, name, list, `none with the tag status "${tagStatus}"`, 'leave it out, or use the tag status "tagged"'),
      );
    default:
      return [unknownValue(place, 'tagStatus', tagStatus, '"tagged", "untagged" or "any"', 'say which images the rule looks at')];
  }
}

function listFaults(place: string, name: string, list: unknown): Fault[] {
  if (!Array.isArray(list) || list.length === 0) {
    return [wrongValue(place, name, list, 'a list of at least one string', 'name the tags that the rule looks at')];
  }
  return list.flatMap((entry, index) => entryFaults(place, `${name}[${index}]`, entry, name === 'tagPatternList'));
}

function entryFaults(place: string, name: string, entry: unknown, isPattern: boolean): Fault[] {
  if (typeof entry !== 'string') return [wrongValue(place, name, entry, 'a string', 'put the tag into quotes')];
  if (entry === '') {
    return [wrongValue(place, name, entry, 'at least one character', 'ECR refuses an empty text; every tag is "*" in tagPatternList')];
  }
  if (isPattern && entry.split('*').length - 1 > MOST_WILDCARDS) {
    return [wrongValue(place, name, entry, `at most ${MOST_WILDCARDS} wildcards`, 'join neighbouring *, or name fewer pieces')];
  }
  return [];
}
