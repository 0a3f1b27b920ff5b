"""Prints the public names of the installed package, a line each: Class, Class.member, Class.method(parameter)."""

import inspect

import cdk_secure_repository as package


def parameters(name, function):
    """The parameters that a call can name, without the first, which is the object or the class."""
    for parameter in list(inspect.signature(function).parameters)[1:]:
        yield f"{name}({parameter})"


for class_name, cls in inspect.getmembers(package, inspect.isclass):
    print(class_name)
    for name, _kind, _defined_by, member in inspect.classify_class_attrs(cls):
        if name.startswith("_") and name != "__init__":
            continue
        print(f"{class_name}.{name}")
        function = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        if inspect.isfunction(function):
            for line in parameters(f"{class_name}.{name}", function):
                print(line)
