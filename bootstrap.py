"""Makes the virtual environment, fetches what is missing and starts the program, its tests or its linters.

Standard library only, for it runs before anything is installed; knows nothing of what the program computes.
"""

from __future__ import annotations

import argparse
import configparser
import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cli.display import has_display
from layers.words import LANGUAGES, Words

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OUT = ROOT / "out"
SAMPLE = OUT / "sample.gpkg"
PAPERS = ("coverage.xlsx", "coverage-a3.pdf", "coverage.png", "coverage.html")
OLDEST, NEWEST = (3, 11), (3, 13)

# What the Qt wheels need and do not carry: library → the Debian and Ubuntu package that has it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libX11-xcb.so.1": "libx11-xcb1",
}

LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("mypy", "app.py", "bootstrap.py", "--follow-imports=silent"),
    ("lint-imports",),
)
# In the order of collection, not by the number of tests: the longest file has few, and comes first.
TESTS = ("pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


class Stopped(Exception):
    """The set-up cannot go on; the message says in one line what to do."""


class Setup:
    """The steps of a set-up, each of which looks first and does nothing when all is there.

    Parameters
    ----------
    words : Words
        What is said on the console.
    """

    def __init__(self, words: Words) -> None:
        self.words = words

    def say(self, key: str, **values: object) -> None:
        """Tell one line on the console."""
        print(self.words(key, **values), flush=True)  # noqa: T201

    def prepare(self, *, dev: bool) -> None:
        """Make `.venv` hold what setup.cfg asks for, and Qt's system libraries with it.

        Raises
        ------
        Stopped
            When something is missing that cannot be installed from here.
        """
        self._qt_libraries()
        if not _works(_python()):
            self._virtual_environment()
        if _is_installed(dev=True) or (not dev and _is_installed(dev=False)):
            return
        self._install(_requirements(dev=dev))
        _stamp_file(dev=dev).write_text(_stamp(dev=dev), "utf-8")

    def _virtual_environment(self) -> None:
        python = _suitable_python()
        if python is None:
            raise Stopped(self.words("setup.no_python", oldest=_version(OLDEST), newest=_version(NEWEST)))
        if not _has_ensurepip(python):
            package = f"python{_version(_version_of(python))}-venv"
            if not self._apt([package]) or not _has_ensurepip(python):
                raise Stopped(self.words("setup.install_by_hand", packages=package))
        self.say("setup.venv")
        if _run([python, "-m", "venv", "--clear", str(VENV)]) != 0:
            raise Stopped(self.words("setup.venv_failed"))

    def _install(self, wanted: list[str]) -> None:
        self.say("setup.packages", n=len(wanted))
        with tempfile.TemporaryDirectory() as folder:
            listed = Path(folder) / "requirements.txt"
            listed.write_text("\n".join(wanted) + "\n", "utf-8")
            command = [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            if _run([*command, "-r", str(listed)]) != 0:
                raise Stopped(self.words("setup.packages_failed"))

    def _qt_libraries(self) -> None:
        if not sys.platform.startswith("linux"):
            return
        missing = _missing_libraries()
        if not missing:
            return
        packages = sorted({QT_LIBRARIES[name] for name in missing})
        if not self._apt(packages) or _missing_libraries():
            raise Stopped(self.words("setup.install_by_hand", packages=" ".join(packages)))

    def _apt(self, packages: list[str]) -> bool:
        """Install Debian packages where this user may, and say whether that worked."""
        if shutil.which("apt-get") is None:
            return False
        prefix: list[str] = []
        if os.geteuid() != 0:
            if shutil.which("sudo") is None or _run(["sudo", "-n", "true"], quiet=True) != 0:
                return False
            prefix = ["sudo", "-n"]
        self.say("setup.system_packages", packages=" ".join(packages))
        silent = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        _run([*silent, "update"], quiet=True)
        return _run([*silent, "install", "-y", "--no-install-recommends", *packages], quiet=True) == 0

    # -- what is asked for ----------------------------------------------------------------------------

    def run(self) -> int:
        """Make the sample workspace once, then open it; without a display make the papers instead."""
        self.prepare(dev=False)
        app, speech = [str(_python()), str(ROOT / "app.py")], ["--lang", self.words.language]
        if not SAMPLE.exists():
            OUT.mkdir(exist_ok=True)
            self.say("setup.sample", path=_shown(SAMPLE))
            failed = _run([*app, "new", str(SAMPLE), "--sample", *speech])
            if failed:
                return failed
        if has_display():
            return _run([*app, *speech, str(SAMPLE)])
        self.say("setup.no_display", folder=_shown(OUT))
        targets = [part for paper in PAPERS for part in ("--to", str(OUT / paper))]
        return _run([*app, "export", str(SAMPLE), *targets, *speech])

    def check(self) -> int:
        """Run the linters, the type checker and the import contracts; 1 when one of them objects."""
        self.prepare(dev=True)
        failed = [step for step in LINTERS if _tool(step) != 0]
        return 1 if failed else 0

    def test(self) -> int:
        """Run the linters and then all tests without a screen."""
        return self.check() or _tool(TESTS, QT_QPA_PLATFORM="offscreen")

    def bench(self) -> int:
        """Run the benchmarks."""
        self.prepare(dev=True)
        return _tool(("benchmarks",), QT_QPA_PLATFORM="offscreen")


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _tool(command: tuple[str, ...], **environment: str) -> int:
    if command[0] == "lint-imports":
        program = [str(_python().with_name("lint-imports"))]
    else:
        program = [str(_python()), "-m", command[0]]
    return _run([*program, *command[1:]], environment=environment)


def _run(command: list[str], *, quiet: bool = False, environment: dict[str, str] | None = None) -> int:
    sink = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=sink,
        env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
        check=False,
    ).returncode


def _ask(command: list[str]) -> str:
    """Return what a command prints, or nothing when it cannot be run or fails."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _version(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _version_of(python: str | Path) -> tuple[int, int]:
    """Return major and minor version of an interpreter, (0, 0) when it does not run."""
    if str(python) == sys.executable:
        return sys.version_info[:2]
    parts = _ask([str(python), "-c", "import sys; print(*sys.version_info[:2])"]).split()
    return (int(parts[0]), int(parts[1])) if len(parts) == 2 else (0, 0)


def _works(python: Path) -> bool:
    """Say whether the environment is there, of a supported version, not moved, and has pip."""
    if not python.is_file() or not OLDEST <= _version_of(python) <= NEWEST:
        return False
    return any((VENV / folder).exists() for folder in _pip_folders(_version_of(python)))


def _pip_folders(version: tuple[int, int]) -> tuple[str, str]:
    return f"lib/python{_version(version)}/site-packages/pip", "Lib/site-packages/pip"


def _suitable_python() -> str | None:
    """Return the first interpreter of a supported version: this one, else the newest that is found."""
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    named = [shutil.which(f"python3.{minor}") for minor in minors]
    if sys.platform == "win32":
        named += [_ask(["py", f"-3.{minor}", "-c", "import sys; print(sys.executable)"]) for minor in minors]
    for python in [sys.executable, *filter(None, named)]:
        if OLDEST <= _version_of(python) <= NEWEST:
            return python
    return None


def _has_ensurepip(python: str) -> bool:
    if python == sys.executable:
        return importlib.util.find_spec("ensurepip") is not None
    return bool(_ask([python, "-c", "import ensurepip; print(1)"]))


def _missing_libraries() -> list[str]:
    missing = []
    for name in QT_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def _requirements(*, dev: bool) -> list[str]:
    """Return the requirements of setup.cfg, one a line, with those of the developers when asked for."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = config["options"]["install_requires"].splitlines()
    if dev:
        lines += config["options.extras_require"]["dev"].splitlines()
    return [line.strip() for line in lines if line.strip()]


def _stamp(*, dev: bool) -> str:
    """Return what tells one installed state from another: the requirements and the interpreter."""
    text = "\n".join([*_requirements(dev=dev), _version(_version_of(_python()))])
    return hashlib.sha256(text.encode()).hexdigest()


def _stamp_file(*, dev: bool) -> Path:
    return VENV / f"installed-{'dev' if dev else 'run'}.stamp"


def _is_installed(*, dev: bool) -> bool:
    path = _stamp_file(dev=dev)
    return path.is_file() and path.read_text("utf-8") == _stamp(dev=dev)


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("task", choices=("run", "test", "check", "bench", "setup"))
    parser.add_argument("--lang", choices=LANGUAGES, default="vi")
    options = parser.parse_args(arguments)
    setup = Setup(Words.load(options.lang))
    try:
        if options.task == "setup":
            setup.prepare(dev=True)
            return 0
        return int(getattr(setup, options.task)())
    except Stopped as reason:
        print(reason, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
