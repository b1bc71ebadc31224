"""The composition root: builds the objects that window and command line work with and hands them down.

Decides by the first word which of the two runs; knows nothing of what either does.
"""

from __future__ import annotations

import contextlib
import getpass
import io
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import cli.main
from cli.context import Context
from cli.display import has_display
from cli.parser import language_of, split_first_word
from layers.words import Language, Words

if TYPE_CHECKING:
    from layers.registers import Register

ROOT = Path(__file__).resolve().parent
BOUNDARY_FOLDER = ROOT / "data" / "shapefiles"
PROGRAM_NAME = "sonla-coverage-map"


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window or run a verb, and return the exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Default: those of the process.
    """
    _speak_utf8()
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    first, rest = split_first_word(arguments)
    if first is None:
        if {"-h", "--help"}.isdisjoint(arguments):
            return _open_window(None, rest, arguments)
    elif first not in cli.main.VERBS and os.path.isfile(first):  # noqa: PTH113 – False for a name too long to exist
        return _open_window(first, rest, arguments)
    elif _is_address(first):
        words = Words.load(cast(Language, language_of(arguments)))
        return _refuse(words("window.address", url=first), cli.main.NOT_DONE)
    _keep_log(_log_file())
    return cli.main.run(arguments, _context())


def _log_file() -> Path:
    import platformdirs

    return Path(platformdirs.user_log_dir(PROGRAM_NAME, appauthor=False)) / "errors.log"


def _keep_log(path: Path) -> None:
    """Write what libraries warn of, and what engines said, into a file: the console is for answers."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("layers").setLevel(logging.INFO)
    logging.raiseExceptions = False  # a full disk must not put tracebacks beside the answer
    logging.captureWarnings(True)
    # What fails while objects are thrown away has failed before, and has been told.
    sys.unraisablehook = lambda fault: logging.getLogger("unraisable").warning("%r", fault.exc_value)


def _context() -> Context:
    return Context(
        boundary_folder=BOUNDARY_FOLDER,
        log_file=_log_file(),
        stdout=sys.stdout or io.StringIO(),  # closed by who started us
        stderr=sys.stderr or io.StringIO(),
        load_register=_load_register,
        load_words=lambda language: Words.load(cast(Language, language)),
        words=Words.load("vi"),
        user=_user(),
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a service or container may run under a number without a name
        return ""


def _load_register() -> Register:
    # The register reads tables with pandas; a usage error should not wait for that.
    from layers.registers import Register

    return Register.load()


def _open_window(target: str | None, rest: Sequence[str], arguments: Sequence[str]) -> int:
    language = language_of(arguments, default="")
    words = Words.load(cast(Language, language or "vi"))
    unknown = [word for word in rest if word not in ("--lang", language, f"--lang={language}")]
    if unknown:
        return _refuse(words("usage.unrecognized", names=" ".join(unknown)), cli.main.USAGE)
    if not has_display():
        return _refuse(words("window.no_display", verbs=words.listing(cli.main.VERBS)), cli.main.NOT_DONE)
    from gui.application import run_window

    # A language that is asked for wins over the settings, in either direction.
    return run_window(target, words if language else None, _load_register, BOUNDARY_FOLDER)


def _refuse(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return code


def _is_address(word: str) -> bool:
    return "://" in word and bool(urlsplit(word).scheme)


def _speak_utf8() -> None:
    """Make the console take every letter; one of Windows is set to cp1252 and dies on “Mường”."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a window without a console has no streams
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]


if __name__ == "__main__":
    sys.exit(main())
