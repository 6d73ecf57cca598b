"""Docstrings of public names: in numpydoc's form, complete, and of today's signatures."""

import ast
import builtins
import functools
import inspect
import textwrap

import pytest
from numpydoc.docscrape import get_doc_object
from numpydoc.validate import Validator, validate

import corridors as co

#: Classes whose methods and properties are public as well.
CLASSES = (
    co.Conditions, co.Itinerary, co.Network, co.Override, co.ParetoFront, co.Scenario, co.Shipment,
    co.Simulation,
)  # fmt: skip
#: Types stand in annotations alone, so PR04 and RT02 are not among them.
CHECKS = {
    "GL03": "one empty line between paragraphs",
    "GL06": "no section of another name",
    "GL07": "sections in numpydoc's order",
    "GL08": "there is a docstring",
    "GL10": "directives end in two colons",
    "SS01": "it has a summary",
    "SS02": "that begins with a capital",
    "SS03": "ends in a period",
    "SS05": "and is an imperative",
    "SS06": "of one line",
    "PR01": "each parameter is told",
    "PR02": "and nothing else",
    "PR03": "those given by place in their order",
    "PR07": "each with a description",
    "PR10": "no colon without a space before it",
    "RT01": "what is returned is told",
    "RT03": "with a description",
    "EX01": "there is an example",
}
ERRORS = {*dir(builtins), *co.__all__}


class Docstring(Validator):
    """A docstring by the rules of the house.

    Several parameters may share a description, and keywords stand in any order, as callers write
    them: ``origin, destination, weight`` may come before a verb's own. Of a method, a summary
    that begins with "Return" tells what is returned.
    """

    def __init__(self, obj_name):
        super().__init__(get_doc_object(self._load_obj(obj_name)))
        self.is_method = obj_name.count(".") > 1

    @property
    def parameter_mismatches(self):
        found = [error for error in super().parameter_mismatches if error[0] != "PR03"]
        signature = inspect.signature(self.obj) if self.signature_parameters else None
        by_place = [
            one.name
            for one in (signature.parameters.values() if signature else ())
            if one.kind is one.POSITIONAL_OR_KEYWORD and one.name != "self"
        ]
        told = [name for name in self.doc_all_parameters if name in by_place]
        if not found and told != by_place:
            found.append(("PR03", f"by place {by_place}, told {told}"))
        return found

    @property
    def method_returns_something(self):
        said = self.is_method and self.summary.startswith("Return")
        return not said and super().method_returns_something


def members(cls):
    """Yield the public methods and properties that a class has of its own."""
    kinds = (property, functools.cached_property, classmethod, staticmethod)
    for name, thing in vars(cls).items():
        if not name.startswith("_") and (inspect.isfunction(thing) or isinstance(thing, kinds)):
            yield name


NAMES = [f"corridors.{name}" for name in co.__all__]
METHODS = [f"corridors.{cls.__name__}.{name}" for cls in CLASSES for name in members(cls)]


@pytest.mark.parametrize("name", [*NAMES, *METHODS])
def test_docstring_is_complete(name):
    checked = set(CHECKS) - ({"EX01"} if name in METHODS else set())
    errors = validate(name, validator_cls=Docstring)["errors"]
    assert [error for error in errors if error[0] in checked] == []


def raised(thing):
    """Return the names of the exceptions that the body of a function raises itself."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(thing)))
    calls = [n.exc for n in ast.walk(tree) if isinstance(n, ast.Raise) and n.exc is not None]
    funcs = [call.func if isinstance(call, ast.Call) else call for call in calls]
    return {f.id for f in funcs if isinstance(f, ast.Name) and f.id in ERRORS}


@pytest.mark.parametrize("name", [*NAMES, *METHODS])
def test_what_is_raised_is_told(name):
    docstring = Docstring(name)
    told = {one for entry in docstring.doc["Raises"] for one in entry.type.split(", ")}
    assert told <= ERRORS
    if docstring.is_function_or_method:
        assert raised(docstring.obj) <= told
    for entry in docstring.doc["Raises"]:
        assert " ".join(entry.desc).endswith(".")
