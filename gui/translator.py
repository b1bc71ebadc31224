"""Qt's own words (OK, Cancel, Copy …) from the same i18n files as all others.

PySide6 ships no Vietnamese translation of Qt; this answers its questions. Knows no widget.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QTranslator

from layers.words import Words


def key_of(source: str) -> str:
    """Return the i18n key of one of Qt's English texts: ``&Save All…`` is ``qt.save_all``."""
    return "qt." + re.sub(r"[^a-z0-9]+", "_", source.replace("&", "").lower()).strip("_")


class QtWords(QTranslator):
    """Answers Qt's requests for its own texts with the words of the chosen language."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def isEmpty(self) -> bool:
        """Say that there is something to answer with: Qt skips empty translators."""
        return False

    def translate(
        self,
        context: str | bytes,
        source: str | bytes,
        disambiguation: str | bytes | None = None,
        n: int = -1,
    ) -> str | None:
        """Return the text in the chosen language, or None so that Qt keeps its English."""
        text = source.decode() if isinstance(source, bytes) else source
        key = key_of(text)
        return self._words(key) if self._words.has(key) else None
