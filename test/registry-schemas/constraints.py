"""Compares test/data/registry-constraints.json and registry-differences.json with the installed sources; --update writes the first."""

import json
import sys
from pathlib import Path

from facts import facts_of_api, facts_of_schema
from sources import OPERATIONS, VERSIONS

DATA = Path(__file__).parent.parent / "data"
CONSTRAINTS = DATA / "registry-constraints.json"
DIFFERENCES = DATA / "registry-differences.json"
ABSENT = "no such property"
# the rules of a property, in the order in which they are written
RULES = ("type", "required", "values", "min", "max", "unique", "patterns")


def tighter(schema, api):
    """What satisfies both sources."""
    both = {**api, **schema}
    if "values" in schema and "values" in api:
        both["values"] = sorted(set(schema["values"]) & set(api["values"]))
    if "min" in both:
        both["min"] = max(facts.get("min", 0) for facts in (schema, api))
    if "max" in both:
        both["max"] = min(facts["max"] for facts in (schema, api) if "max" in facts)
    patterns = dict.fromkeys(facts["pattern"] for facts in (schema, api) if "pattern" in facts)
    if patterns:
        both["patterns"] = list(patterns)
    return {rule: both[rule] for rule in RULES if rule in both}


def compared():
    """The constraints of all types, and where the sources differ."""
    types, differences = {}, []
    for type_name in OPERATIONS:
        schema, api = facts_of_schema(type_name), facts_of_api(type_name)
        # a property that only one of the two has cannot be set with CloudFormation
        types[type_name] = {path: tighter(schema[path], api[path]) for path in sorted(schema) if path in api}
        for path in sorted({*schema, *api}):
            differences += [{"type": type_name, "property": path, **difference} for difference in _differences(path, schema, api)]
    return {"sources": VERSIONS, "types": types}, differences


def _differences(path, schema, api):
    if path in schema and path in api:
        rules = sorted({*schema[path], *api[path]})
        found = [(rule, schema[path].get(rule), api[path].get(rule)) for rule in rules]
    else:
        # what is inside is missing as well, and is not listed
        inside = any(path.startswith(f"{other}.") for other in {*schema} ^ {*api})
        found = [] if inside else [("exists", "yes" if path in schema else ABSENT, "yes" if path in api else ABSENT)]
    return [{"rule": rule, "schema": of_schema, "api": of_api} for rule, of_schema, of_api in found if of_schema != of_api]


def faults_of_differences(found):
    """What is wrong with the stored list, a line each."""
    keys = ("type", "property", "rule", "schema", "api")
    stored = json.loads(DIFFERENCES.read_text())
    known = [{key: entry.get(key) for key in keys} for entry in stored]
    for difference in found:
        if difference not in known:
            yield f"{_named(difference)}: a new difference. Find out what a user notices, and let the library follow the tighter one. Then add this entry with its effect to {DIFFERENCES.name}: {json.dumps(difference)}"
    for entry, difference in zip(stored, known):
        if difference not in found:
            yield f"{_named(difference)}: the sources no longer differ in this way. Look at what the library does because of it, and remove the entry from {DIFFERENCES.name}."
        if not entry.get("effect"):
            yield f"{_named(difference)}: has no effect. Write what a user notices into {DIFFERENCES.name}."


def _written(constraints):
    """JSON with a line for each property."""
    types = (
        f"    {json.dumps(name)}: {{\n" + ",\n".join(f"      {json.dumps(path)}: {json.dumps(facts)}" for path, facts in paths.items()) + "\n    }"
        for name, paths in constraints["types"].items()
    )
    return f'{{\n  "sources": {json.dumps(constraints["sources"])},\n  "types": {{\n' + ",\n".join(types) + "\n  }\n}\n"


def _named(difference):
    return f"{difference['type']} {difference['property']} {difference['rule']}, {VERSIONS['schema']}: {difference['schema']}, {VERSIONS['api']}: {difference['api']}"


def main():
    constraints, differences = compared()
    text = _written(constraints)
    if "--update" in sys.argv:
        CONSTRAINTS.write_text(text)
    faults = list(faults_of_differences(differences))
    if CONSTRAINTS.read_text() != text:
        faults.append(f"{CONSTRAINTS.name} is not what {' and '.join(VERSIONS.values())} contain. Run npx projen registry:constraints, and read what changes.")
    for fault in faults:
        print(fault)
    properties = sum(len(paths) for paths in constraints["types"].values())
    print(f"{len(constraints['types'])} types, {properties} properties, {len(differences)} differences of the sources")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
