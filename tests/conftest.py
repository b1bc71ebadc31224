"""Fixtures that every test may use: the words of both languages and the public reference data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from layers.words import Words

# No test needs a screen; set before Qt is imported anywhere.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """Return the class of the application: papers would do with less, windows would not."""
    from PySide6.QtWidgets import QApplication

    return QApplication


@pytest.fixture(scope="session", autouse=True)
def _application(qapp: object) -> object:
    """Make the one application of the process before any test can make another kind of it."""
    return qapp


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of the public reference data, or skip the test with the reason."""
    folder = Path(os.environ.get("SONLA_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "sonla_communes_2025.gpkg").is_file():
        pytest.skip(f"the public reference data are not beside the checkout ({folder.name}/)")
    return folder


@pytest.fixture(scope="session")
def vi() -> Words:
    """Return the Vietnamese words."""
    return Words.load("vi")


@pytest.fixture(scope="session")
def en() -> Words:
    """Return the English words."""
    return Words.load("en")
