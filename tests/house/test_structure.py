"""The house keeps its shape: imports, sizes, names, module docstrings, packages and commands."""

from __future__ import annotations

import ast
import configparser
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = ("layers", "analysis", "exports", "gui", "cli")
LONGEST_FILE = 450
LONGEST_FUNCTION = 60
NOTHING_SAYING = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common|stuff)(_|$)")


def _modules(root: Path, *, tests: bool = False) -> Iterator[Path]:
    for name in (*PACKAGES, "benchmarks", *(["tests"] if tests else [])):
        yield from sorted((root / name).rglob("*.py"))
    yield from (root / "app.py", root / "bootstrap.py")


def _names(root: Path, paths: Iterator[Path]) -> dict[str, Path]:
    return {path.relative_to(root).as_posix(): path for path in paths}


def test_nobody_imports_against_the_arrows(root: Path) -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(program), "--no-cache"], cwd=root, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout


def test_a_broken_arrow_is_seen(root: Path, tmp_path: Path) -> None:
    """The contract bites: a house in which analysis imports gui is refused."""
    for name in PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("", "utf-8")
    (tmp_path / "analysis" / "leak.py").write_text("import gui\n", "utf-8")
    shutil.copy(root / "setup.cfg", tmp_path)
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(program), "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert "analysis.leak -> gui" in done.stdout


def test_files_are_short_enough_to_be_read(root: Path) -> None:
    lengths = {
        name: len(path.read_text("utf-8").splitlines())
        for name, path in _names(root, _modules(root, tests=True)).items()
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}


def test_functions_are_short_enough_to_be_read(root: Path) -> None:
    too_long = {}
    for name, path in _names(root, _modules(root)).items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
                if length > LONGEST_FUNCTION:
                    too_long[f"{name}:{node.lineno} {node.name}"] = length
    assert not too_long


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node) is None or first.end_lineno is None:
        return 0
    return first.end_lineno - first.lineno + 1


def test_every_module_says_what_it_is_for(root: Path) -> None:
    silent = [
        name
        for name, path in _names(root, _modules(root)).items()
        if len((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split()) < 6
    ]
    assert not silent


def test_names_say_something(root: Path) -> None:
    found = [
        path.relative_to(root).as_posix()
        for path in _modules(root, tests=True)
        if NOTHING_SAYING.search(path.stem)
    ]
    for name, path in _names(root, _modules(root)).items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and re.search(r"(Utils?|Helper|Manager|Misc)$", node.name):
                found.append(f"{name}:{node.name}")
    assert not found


def test_the_listed_packages_are_those_on_disk(root: Path) -> None:
    config = configparser.ConfigParser(interpolation=None)
    config.read(root / "setup.cfg", encoding="utf-8")
    listed = config["options"]["packages"].split()
    on_disk = {
        path.parent.relative_to(root).as_posix().replace("/", ".")
        for name in PACKAGES
        for path in (root / name).rglob("__init__.py")
    }
    assert set(listed) == on_disk
    assert len(listed) == len(set(listed))
    folders = {path.parent for name in PACKAGES for path in (root / name).rglob("*.py")}
    assert not [folder.as_posix() for folder in folders if not (folder / "__init__.py").is_file()]


def test_no_path_of_a_machine_is_written_down(root: Path) -> None:
    # Put together here so that this file does not find itself.
    places = ["/" + "home/", "/" + "root/", "/" + "work/", "C:" + "\\Users", "/" + "Users/", "/" + "tmp/"]
    files = [*_modules(root, tests=True), *root.glob("*.md"), *root.glob("docs/**/*.md"), root / "setup.cfg"]
    found = {
        f"{path.relative_to(root).as_posix()}: {place}"
        for path in files
        for place in places
        if place in path.read_text("utf-8")
    }
    assert not found


def test_the_commands_of_the_readme_are_in_the_makefile(root: Path) -> None:
    asked = set(re.findall(r"make ([a-z]+)", (root / "README.md").read_text("utf-8")))
    there = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    assert {"run", "test"} <= asked <= there


def test_every_file_the_readme_names_is_there(root: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (root / "README.md").read_text("utf-8"))
    assert links
    assert not [link for link in links if not (root / link).exists()]


@pytest.mark.parametrize("name", ["run.cmd", "test.cmd"])
def test_the_windows_commands_are_short_and_have_its_line_ends(root: Path, name: str) -> None:
    lines = (root / name).read_bytes().split(b"\r\n")
    assert len(lines) - 1 == 10
    assert not any(b"\n" in line for line in lines)
    assert any(b"bootstrap.py" in line for line in lines)
