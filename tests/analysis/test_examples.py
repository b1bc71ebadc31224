"""The examples in the docstrings of the package are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import analysis

MODULES = sorted(module.name for module in pkgutil.iter_modules(analysis.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"analysis.{name}")).failed == 0


def test_there_are_examples() -> None:
    tried = [doctest.testmod(importlib.import_module(f"analysis.{name}")).attempted for name in MODULES]
    assert sum(tried) > 10
