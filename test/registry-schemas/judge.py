"""Judges resources of the registry by the schemas of CloudFormation and the API model of Amazon ECR themselves.

judge.py RESOURCES            prints what either refuses in [{"place", "type", "properties"}, ...]; exit code 1 if there is anything.
judge.py --decisions DECISIONS  compares with the "faults" of each resource, such as "Rules[0].ScanFrequency values".
"""

import json
import re
import sys

from jsonschema import Draft7Validator

from sources import SHAPES, VERSIONS, property_of, request_shape, schema

# the keywords of JSON Schema, as the constraints call them
KEYWORDS = {
    "enum": "values", "maxItems": "max", "maxLength": "max", "minItems": "min", "minLength": "min", "pattern": "patterns", "type": "type",
    "uniqueItems": "unique",
}


def refused_by_schema(type_name, properties):
    errors = list(Draft7Validator(schema(type_name)).iter_errors(properties))
    of_another_type = [error.absolute_path for error in errors if error.validator == "type"]
    for error in errors:
        place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in error.absolute_path).lstrip(".")
        # a list is no value of an enumeration: the type is what is wrong
        if error.validator == "enum" and error.absolute_path in of_another_type:
            continue
        if error.validator == "required":
            missing = [name for name in error.validator_value if name not in error.instance and repr(name) in error.message]
            yield from ((_inside(place, name), "required", error.message) for name in missing)
        elif error.validator == "additionalProperties":
            unknown = [name for name in error.instance if name not in error.schema["properties"]]
            yield from ((_inside(place, name), "exists", f"the schema has no property {name!r}") for name in unknown)
        else:
            yield place, KEYWORDS[error.validator], error.message


def refused_by_api(type_name, properties):
    yield from _refused(request_shape(type_name), properties, "")


def _refused(shape, value, place):
    kind = {"structure": dict, "list": list, "string": str, "boolean": bool}[shape["type"]]
    if kind is str and isinstance(value, dict) and place == "PolicyText":
        # CloudFormation sends a document as text
        value = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    if not isinstance(value, kind):
        yield place, "type", f"{value!r} is not of type {shape['type']!r}"
        return
    if kind in (list, str):
        if len(value) < shape.get("min", 0):
            yield place, "min", f"{len(value)} is less than the minimum of {shape['min']}"
        if len(value) > shape.get("max", len(value)):
            yield place, "max", f"{len(value)} is more than the maximum of {shape['max']}"
    if kind is str:
        if value not in shape.get("enum", [value]):
            yield place, "values", f"{value!r} is not one of {shape['enum']}"
        if not re.fullmatch(shape.get("pattern", r"[\s\S]*"), value, re.ASCII):
            yield place, "patterns", f"{value!r} does not match {shape['pattern']!r} as a whole"
    if kind is list:
        for index, element in enumerate(value):
            yield from _refused(SHAPES[shape["member"]["shape"]], element, f"{place}[{index}]")
    if kind is dict:
        members = {property_of(shape, member): inner["shape"] for member, inner in shape["members"].items()}
        for name, inner in value.items():
            if name in members:
                yield from _refused(SHAPES[members[name]], inner, _inside(place, name))
            else:
                yield _inside(place, name), "exists", f"the API has no member for {name!r}"
        for member in shape.get("required", []):
            if property_of(shape, member) not in value:
                yield _inside(place, property_of(shape, member)), "required", f"{member!r} is a required member"


def _inside(place, name):
    return f"{place}.{name}" if place else name


def judged(resource):
    """What is refused, by place and rule: the message of each source that refuses it."""
    found = {}
    for source, refused in (("schema", refused_by_schema), ("api", refused_by_api)):
        for place, rule, message in refused(resource["type"], resource["properties"]):
            found.setdefault(f"{place} {rule}", []).append(f"{message} ({VERSIONS[source]})")
    return dict(sorted(found.items()))


def judge_templates(resources):
    lines = [
        f"{resource['place']}: {fault}: {'; '.join(messages)}" for resource in resources for fault, messages in judged(resource).items()
    ]
    return lines, f"{len(resources)} resources, {len(lines)} faults"


def judge_decisions(resources):
    lines = []
    for resource in resources:
        found, expected = list(judged(resource)), sorted(resource["faults"])
        if found != expected:
            lines.append(f"{resource['place']}: the sources find {found}, test/oracle/registry finds {expected}")
    return lines, f"{len(resources)} decisions, {len(lines)} that differ"


def main():
    judge = judge_decisions if "--decisions" in sys.argv else judge_templates
    with open(sys.argv[-1], encoding="utf-8") as file:
        resources = json.load(file)
    lines, summary = judge(resources)
    print(*lines, summary, sep="\n")
    # nothing to judge is no success
    return 1 if lines or not resources else 0


if __name__ == "__main__":
    sys.exit(main())
