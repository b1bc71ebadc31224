"""Fixtures of the exports: fonts, and results small and real."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from exports.fonts import register_fonts


def _load(name: str):
    """Return a module beside this file: tests are not packages."""
    spec = importlib.util.spec_from_file_location(f"exports_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


toys = _load("toy")


@pytest.fixture(scope="session", autouse=True)
def _fonts(_application):
    register_fonts()


@pytest.fixture(scope="session")
def toy():
    """Return the module that makes results."""
    return toys


@pytest.fixture(scope="session")
def bundle():
    """Return four communes: one with sites, one without, one with a site but no villages, one silent."""
    return toys.toy_bundle()


@pytest.fixture(scope="session")
def real(real_data):
    """Return the clusters of the sample on the real boundaries."""
    return toys.real_bundle(real_data, layer="clusters")
