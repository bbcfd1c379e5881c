"""Libraries that only some installations have."""

from importlib import import_module
from types import ModuleType

from qa.errors import SourceError

INSTALL = 'Run `pip install "ontherecord[documents]"`.'


def library(name: str, format_name: str) -> ModuleType:
    """The module ``name``. SourceError ``not_installed`` says how to get it."""
    try:
        return import_module(name)
    except ImportError:
        raise SourceError("not_installed", f"Reading {format_name} needs a library.", next_step=INSTALL) from None
