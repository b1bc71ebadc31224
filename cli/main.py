"""Runs one verb and turns whatever happens into output and an exit code. Knows no verb's work."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import importlib
import os
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from cli import output
from cli.context import Answer, Context
from cli.parser import Parser, UsageError, language_of, nearest, one_line, split_first_word
from layers.errors import AppError, FileUnreadable, OutputFailed
from layers.reasons import reason_of
from layers.words import Words

DONE, NOT_DONE, USAGE, INTERRUPTED = 0, 1, 2, 130
PROGRAM = "python app.py"

# Verb → module; a module is imported only when its verb is asked for.
VERBS = MappingProxyType(
    {
        "new": "new",
        "import": "import_rows",
        "coverage": "coverage",
        "ask": "ask",
        "export": "export",
        "boundaries": "boundaries",
        "selfcheck": "selfcheck",
    }
)


class Verb(Protocol):
    """What the module of a verb offers."""

    def arguments(self, parser: Parser) -> None:
        """Add what the verb takes to its parser."""

    def run(self, options: argparse.Namespace, context: Context) -> Answer:
        """Do it and say what was found."""


def run(arguments: Sequence[str], context: Context) -> int:
    """Run a command line and return its exit code.

    Parameters
    ----------
    arguments : sequence of str
        Without the name of the program.
    context : Context

    Returns
    -------
    int
        0 done, 1 not done, 2 usage, 130 interrupted. On all but 0 nothing is written to stdout and stderr
        ends in one line.
    """
    context = dataclasses.replace(context, words=context.load_words(language_of(arguments)))
    try:
        return _answered(arguments, context)
    except UsageError as error:
        return _refused(context, str(error), USAGE)
    except KeyboardInterrupt:
        return _refused(context, context.words("error.cancelled"), INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): that is its right, and no failure.
        _forget_output(context)
        return DONE
    except AppError as error:
        return _refused(context, context.words.error(error), NOT_DONE)
    except OSError as error:
        named, reason = error.filename, reason_of(error)
        known = FileUnreadable(path=Path(named), reason=reason) if isinstance(named, str) else None
        return _refused(context, context.words.error(known or OutputFailed(reason=reason)), NOT_DONE)
    except Exception as error:
        return _unforeseen(error, context)


def unknown_word(word: str, words: Words) -> str:
    """Return the sentence for a first word that is neither verb, file nor address."""
    return words("usage.unknown_verb", word=word, nearest=nearest(word, VERBS)[0], verbs=words.listing(VERBS))


def _answered(arguments: Sequence[str], context: Context) -> int:
    words = context.words
    verb, rest = split_first_word(arguments)
    if verb is None:
        if {"-h", "--help"} & set(arguments):
            output.write(context.stdout, _overview(words))
            return DONE
        raise UsageError(words("usage.no_verb", verbs=words.listing(VERBS)))
    if verb not in VERBS:
        raise UsageError(one_line(unknown_word(verb, words)))
    module = cast(Verb, importlib.import_module(f"cli.{VERBS[verb]}"))
    parser = Parser(words, f"{PROGRAM} {verb}", words(f"verb.{verb}"))
    module.arguments(parser)
    if {"-h", "--help"} & set(rest):
        output.write(context.stdout, parser.format_help().splitlines())
        return DONE
    options = parser.parse_args(rest)
    answer = module.run(options, context)
    if answer.failure:
        output.write(context.stderr, answer.lines)
        return _refused(context, answer.failure, NOT_DONE)
    lines = [output.json_text(answer.data)] if options.json else answer.lines
    output.write(context.stdout, lines)
    return DONE


def _overview(words: Words) -> list[str]:
    rows = [(verb, words(f"verb.{verb}")) for verb in VERBS]
    width = max(len(verb) for verb in VERBS)
    head = [words("app.title"), "", words("usage.window", program=PROGRAM), words("usage.verbs"), ""]
    return [
        *head,
        *[f"  {verb:<{width}}  {about}" for verb, about in rows],
        "",
        words("usage.more", program=PROGRAM),
    ]


def _forget_output(context: Context) -> None:
    """Send what is still buffered nowhere, so that closing the stream at the end does not fail again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), context.stdout.fileno())


def _refused(context: Context, sentence: str, code: int) -> int:
    output.write(context.stderr, [one_line(sentence)])
    return code


def _unforeseen(error: Exception, context: Context) -> int:
    sentence = context.words("error.unknown", detail=type(error).__name__)
    try:
        context.log_file.parent.mkdir(parents=True, exist_ok=True)
        with context.log_file.open("a", encoding="utf-8") as log:
            log.write(_record(error))
    except OSError:
        return _refused(context, sentence, NOT_DONE)
    return _refused(
        context, context.words("error.logged", sentence=sentence, path=context.log_file), NOT_DONE
    )


def _record(error: Exception) -> str:
    """Return where the failure happened; its message is left out, for it may quote a row of the data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in frames)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} {type(error).__name__}\n{places}"
