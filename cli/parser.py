"""Reads the words of a command line with argparse, in both languages. Knows nothing of what verbs do."""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from layers.words import LANGUAGES, Words, without_tones

# What argparse says in English, by its parts, and the key of our own sentence for it.
_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?P<names>.+)", "usage.required"),
    (r"one of the arguments (?P<names>.+) is required", "usage.required"),
    (r"unrecognized arguments: (?P<names>.+)", "usage.unrecognized"),
    (r"argument (?P<name>[^:]+): expected .*argument.*", "usage.value_missing"),
    (
        r"argument (?P<name>[^:]+): invalid choice: (?P<value>.+?) \(choose from (?P<allowed>.+)\)",
        "usage.choice",
    ),
    (r"argument (?P<name>[^:]+): not allowed with argument (?P<other>.+)", "usage.together"),
    # Our own kinds of values quote what they refuse like this; anything else would be English.
    (r"argument (?P<name>[^:]+): (?P<reason>“.+)", "usage.value"),
)


class UsageError(Exception):
    """The command line is not as it should be (exit code 2); the message is the sentence to show."""


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks the language of the words and raises instead of ending the process.

    Parameters
    ----------
    words : Words
    program : str
        What is typed before the arguments.
    about : str
        What the command does, for its help.
    """

    def __init__(self, words: Words, program: str, about: str) -> None:
        super().__init__(
            prog=program,
            description=about,
            add_help=False,
            allow_abbrev=False,
            formatter_class=lambda prog: _Formatter(words, prog),
        )
        self.words = words
        self._positionals.title = words("usage.positionals")
        self._optionals.title = words("usage.options")
        self.add_argument("-h", "--help", action="store_true", help=words("usage.help"))
        self.add_argument("--lang", choices=LANGUAGES, default=words.language, help=words("usage.lang"))
        self.add_argument("--json", action="store_true", help=words("usage.json"))

    def error(self, message: str) -> NoReturn:
        """Raise the translated sentence."""
        raise UsageError(self._translated(message))

    def _translated(self, message: str) -> str:
        for pattern, key in _MESSAGES:
            found = re.fullmatch(pattern, message, flags=re.DOTALL)
            if found:
                values = {name: value.replace("'", "") for name, value in found.groupdict().items()}
                return one_line(self.words(key, **values))
        return self.words("usage.general", program=self.prog)


class _Formatter(argparse.HelpFormatter):
    """Puts the word of the language before the usage line."""

    def __init__(self, words: Words, program: str) -> None:
        super().__init__(program, max_help_position=32, width=100)
        self._prefix = words("usage.prefix") + " "

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, self._prefix if prefix is None else prefix)


# -- what stands before the verb ----------------------------------------------------------------------


def language_of(arguments: Sequence[str], default: str = "vi") -> str:
    """Return the language that a command line asks for, wherever in it that stands."""
    for i, word in enumerate(arguments):
        asked = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and i + 1 < len(arguments):
            asked = arguments[i + 1]
        if asked in LANGUAGES:
            return asked
    return default


def split_first_word(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the first word that is no option, and the command line without it.

    Options before the verb (``app.py --lang en coverage W``) are moved behind it.
    """
    words = list(arguments)
    i = 0
    while i < len(words) and words[i].startswith("-"):
        i += 2 if words[i] == "--lang" else 1
    if i >= len(words):
        return None, words
    return words[i], words[:i] + words[i + 1 :]


def nearest(word: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return the known words that look most like `word`, at least the first one."""
    options = list(known)
    folded = {without_tones(option): option for option in options}
    found = difflib.get_close_matches(without_tones(word), folded, n=most, cutoff=0.0)
    return [folded[item] for item in found] or options[:most]


def one_line(text: str) -> str:
    """Return `text` with all white space folded to single spaces."""
    return " ".join(text.split())


# -- kinds of values ----------------------------------------------------------------------------------


def a_date(words: Words) -> Callable[[str], dt.date]:
    """Return a reader of dates, yyyy-mm-dd or dd/mm/yyyy."""

    def read(text: str) -> dt.date:
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(text, form).date()
            except ValueError:
                continue
        raise argparse.ArgumentTypeError(words("usage.date", value=text))

    return read


def a_positive_number(words: Words) -> Callable[[str], float]:
    """Return a reader of finite numbers above 0."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value > 0):
            raise argparse.ArgumentTypeError(words("usage.positive", value=text))
        return value

    return read


def a_list(words: Words, allowed: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Return a reader of words with commas between them, each one of `allowed`."""

    def read(text: str) -> tuple[str, ...]:
        found = tuple(word.strip() for word in text.split(",") if word.strip())
        if not found or not set(found) <= set(allowed):
            raise argparse.ArgumentTypeError(words("usage.list", value=text, allowed=words.listing(allowed)))
        return found

    return read


def a_pair(words: Words) -> Callable[[str], tuple[str, str]]:
    """Return a reader of ``left=right``."""

    def read(text: str) -> tuple[str, str]:
        left, equals, right = text.partition("=")
        if not (equals and left.strip() and right.strip()):
            raise argparse.ArgumentTypeError(words("usage.pair", value=text))
        return left.strip(), right.strip()

    return read
