"""Whatever happens, the command line ends with the right exit code and one clear line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cli.main
from cli.context import Answer, Context
from cli.parser import Parser
from layers.errors import FileEmpty
from layers.words import Words


class Stub:
    """A verb that does what the test wants."""

    def __init__(self, act: object) -> None:
        self.act = act

    def arguments(self, parser: Parser) -> None:
        parser.add_argument("word")

    def run(self, options: object, context: Context) -> Answer:
        if isinstance(self.act, BaseException):
            raise self.act
        assert isinstance(self.act, Answer)
        return self.act


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch):
    """Return a function that puts a stub in the place of ``coverage``."""

    def put(act: object) -> None:
        monkeypatch.setattr(cli.main.importlib, "import_module", lambda name: Stub(act))

    return put


def test_done(run, verb) -> None:
    verb(Answer({"tên": "Mường Lèo"}, ("một dòng", "hai dòng")))
    done = run("coverage", "x")
    assert (done.code, done.out, done.err) == (0, "một dòng\nhai dòng\n", "")
    done = run("coverage", "x", "--json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == {"tên": "Mường Lèo"}
    assert "Mường Lèo" in done.out


def test_a_finding_that_fails_goes_to_stderr_alone(run, verb) -> None:
    verb(Answer({}, ("bảng",), failure="Chưa dùng được."))
    for flags in ([], ["--json"]):
        done = run("coverage", "x", *flags)
        assert (done.code, done.out) == (1, "")
        assert done.err == "bảng\nChưa dùng được.\n"


def test_a_known_error_is_one_sentence(run, verb, en: Words) -> None:
    verb(FileEmpty(path=Path("deep") / "sổ.xlsx"))
    done = run("coverage", "x", "--lang", "en")
    assert (done.code, done.out) == (1, "")
    assert done.err == en("error.file_empty", path="sổ.xlsx") + "\n"


def test_an_unforeseen_error_is_one_line_and_leaves_its_place_in_the_log(run, verb) -> None:
    verb(ValueError("Quàng Thị A, 0912345678"))
    done = run("coverage", "x")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert "ValueError" in done.err
    assert "Traceback" not in done.err
    text = Path(done.err.split()[-1]).read_text("utf-8")
    assert "ValueError" in text
    assert "test_main.py" in text
    assert "0912345678" not in text + done.err


def test_ctrl_c_is_130(run, verb) -> None:
    verb(KeyboardInterrupt())
    done = run("coverage", "x")
    assert (done.code, done.out) == (130, "")
    assert done.err == "Đã hủy.\n"


@pytest.mark.parametrize(
    ("line", "near"),
    [(["covrage"], "coverage"), (["exprot", "w.gpkg"], "export"), (["boundary", "check"], "boundaries")],
)
def test_an_unknown_verb_is_refused_with_the_nearest(run, line: list[str], near: str) -> None:
    done = run(*line)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert f"gần nhất: {near}." in done.err


@pytest.mark.parametrize(
    "line",
    [
        ["coverage"], ["coverage", "w", "--by", "luck"], ["coverage", "w", "--radius-m", "0"],
        ["new"], ["new", "w.xlsx"],
        ["import", "w"], ["import", "w", "f"], ["import", "w", "f", "--layer", "cows"], ["export", "w"],
        ["export", "w", "--to", "2026-01-01"], ["boundaries"], ["boundaries", "eat"], ["boundaries", "check"],
        ["boundaries", "check", "a", "b"], ["boundaries", "dissolve", "a"], ["selfcheck", "now"],
        ["coverage", "w", "--radius-m", "3000", "--by", "unit"],
        ["boundaries", "check", "a", "--source", "u"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["vi", "en"])
def test_wrong_use_is_2_and_one_line(run, line: list[str], language: str) -> None:
    done = run(*line, "--lang", language)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("verb_name", [None, *cli.main.VERBS])
def test_help_is_there_for_everything(run, verb_name: str | None, vi: Words, en: Words) -> None:
    line = ["--help"] if verb_name is None else [verb_name, "--help"]
    for words in (vi, en):
        done = run(*line, "--lang", words.language)
        assert (done.code, done.err) == (0, "")
        assert words(f"verb.{verb_name}" if verb_name else "app.title") in done.out


# -- as a process -------------------------------------------------------------------------------------


def _process(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, "app.py", *arguments], cwd=root, env={**kept, **environment}, capture_output=True,
        stdin=subprocess.DEVNULL, timeout=120, check=False,
    )  # fmt: skip


def test_a_console_of_windows_1252_gets_utf_8(root: Path) -> None:
    done = _process(root, "--help", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "Bản đồ mô hình an ninh, trật tự" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_and_a_verb_it_says_so(root: Path, vi: Words) -> None:
    for line in ([], ["setup.cfg"]):
        done = _process(root, *line)
        assert (done.returncode, done.stdout) == (1, b"")
        said = done.stderr.decode("utf-8")
        assert said == vi("window.no_display", verbs=vi.listing(cli.main.VERBS)) + "\n"


def test_a_first_word_that_is_nothing_is_2(root: Path) -> None:
    done = _process(root, "gone.gpkg")
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.decode("utf-8").splitlines()) == 1


def test_an_address_is_not_opened_silently(root: Path) -> None:
    done = _process(root, "https://example.org/communes.gpkg")
    assert (done.returncode, done.stdout) == (1, b"")
    assert len(done.stderr.decode("utf-8").splitlines()) == 1


def test_a_reader_that_goes_away_is_no_failure(root: Path) -> None:
    program = [sys.executable, "app.py", "--help"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(program, cwd=root, stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
