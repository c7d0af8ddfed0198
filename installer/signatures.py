"""What Qt for Python asks of its module `shibokensupport.signature.loader`, in the built program.

Its own one imports at each start everything that tells a wrong call apart, a sixth of the time to the first window,
and has each import of the process looked at for a feature that nothing here uses.  This one imports it when a call
is wrong.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

import signature_bootstrap  # type: ignore[import-not-found]  # the module that is importing this one
from shibokensupport import signature  # type: ignore[import-not-found]

signature.get_signature = signature_bootstrap.get_signature
signature.make_snake_case_name = signature_bootstrap.make_snake_case_name
sys.modules.setdefault("signature_bootstrap", signature_bootstrap)


def _update_mapping() -> None:
    mapping = _of("mapping")
    mapping.update_mapping()
    _later.__dict__.update(vars(mapping), update_mapping=_update_mapping)


# Qt for Python takes this module as imported: it calls its function, then evaluates names among its own
_later = ModuleType("shibokensupport.signature.mapping")
_later.__dict__["update_mapping"] = _update_mapping
sys.modules[_later.__name__] = _later


def _of(name: str) -> ModuleType:
    if sys.modules.get(_later.__name__) is _later:
        del sys.modules[_later.__name__]
    return import_module(f"shibokensupport.signature.{name}")


def pyside_type_init(type_key: str, lines: list[str]) -> Any:
    """The signatures of one class, read from Qt for Python's lines."""
    return _of("parser").pyside_type_init(type_key, lines)


def create_signature(properties: Any, key: str) -> Any:
    """An `inspect.Signature`, or a list of them."""
    return _of("layout").create_signature(properties, key)


def seterror_argument(arguments: Any, called: str, problem: Any) -> Any:
    """The kind and the words of the error that a wrong call is."""
    return _of("errorhandler").seterror_argument(arguments, called, problem)


def make_helptext(function: Any) -> Any:
    """The docstring of a function of Qt's."""
    return _of("errorhandler").make_helptext(function)


def finish_import(_module: ModuleType) -> None:
    """Nothing: no module of this version has anything deprecated put back."""


def feature_import(*_arguments: Any, **_named: Any) -> None:
    """Nothing: no `from __feature__ import` here."""


def feature_imported(_module: ModuleType) -> None:
    """Nothing, for the same reason."""


def post_init() -> None:
    """Nothing: no import is looked at."""
