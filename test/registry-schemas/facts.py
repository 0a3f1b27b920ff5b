"""What each source requires of each property, in one form: {"Rules[].ScanFrequency": {"type": "text", "values": [...]}, ...}."""

from sources import SHAPES, property_of, request_shape, schema

_SCHEMA_TYPES = {"array": "list", "object": "object", "string": "text"}
_API_TYPES = {"boolean": "boolean", "list": "list", "string": "text", "structure": "object"}


def facts_of_schema(type_name):
    document = schema(type_name)
    found = {}

    def visit(path, node, required):
        if "$ref" in node:
            node = {**document["definitions"][node["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in node.items() if k != "$ref"}}
        # the root of a schema has no type
        declared = node.get("type", "object")
        kind = "document" if isinstance(declared, list) else _SCHEMA_TYPES[declared]
        if path:
            bounds = ("minItems", "maxItems") if kind == "list" else ("minLength", "maxLength")
            pattern = node.get("pattern")
            found[path] = _without_defaults(
                type=kind, required=required, values=sorted(node.get("enum", [])), unique=node.get("uniqueItems"),
                min=node.get(bounds[0]), max=node.get(bounds[1]), pattern=pattern)
        if kind == "list":
            visit(f"{path}[]", node["items"], None)
        for name, value in node.get("properties", {}).items():
            visit(f"{path}.{name}" if path else name, value, name in node.get("required", []))

    visit("", document, None)
    return found


def facts_of_api(type_name):
    found = {}

    def visit(path, node, required):
        kind = _API_TYPES[node["type"]]
        if path:
            found[path] = _without_defaults(
                type=kind, required=required, values=sorted(node.get("enum", [])), min=node.get("min"), max=node.get("max"),
                pattern=_of_the_whole_text(node.get("pattern")))
        if kind == "list":
            visit(f"{path}[]", SHAPES[node["member"]["shape"]], None)
        for member, value in node.get("members", {}).items():
            name = property_of(node, member)
            visit(f"{path}.{name}" if path else name, SHAPES[value["shape"]], member in node.get("required", []))

    visit("", request_shape(type_name), None)
    return found


def _of_the_whole_text(pattern):
    """A pattern of the API describes the whole text, whether it is anchored or not; that of a schema is searched for."""
    if pattern is None or (pattern.startswith("^") and pattern.endswith("$")):
        return pattern
    return f"^(?:{pattern})$" if "|" in pattern else f"^{pattern}$"


def _without_defaults(**facts):
    return {rule: value for rule, value in facts.items() if value not in (None, False, 0, [])}
