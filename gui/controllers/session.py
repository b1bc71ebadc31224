"""What all parts of one run share and are handed: words, theme, settings, jobs and the notifier.

Knows no widget and no document.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.jobs import JobRunner
from gui.notify import Notifier
from gui.settings import Key, Settings, ThemeChoice
from gui.theme import resolve
from layers.style import Theme
from layers.words import Language, Words


class Session(QObject):
    """One run of the program.

    Signals
    -------
    theme_changed(Theme)
        The analyst or the system chose another look.
    language_changed()
        `words` are those of another language: the window is built anew from them.
    """

    theme_changed = Signal(object)
    language_changed = Signal()

    def __init__(self, settings: Settings, jobs: JobRunner, words: Words | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.words = words or Words.load(settings[Key.LANGUAGE])
        self.jobs = jobs
        self.jobs.setParent(self)
        self.notifier = Notifier(self.words, self)
        self.theme: Theme = resolve(self.theme_choice)

    @property
    def theme_choice(self) -> ThemeChoice:
        """The look the analyst asked for."""
        return ThemeChoice(self.settings[Key.THEME])

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Keep the choice and show it at once."""
        self.settings[Key.THEME] = choice.value
        self.follow_theme()

    def follow_theme(self) -> None:
        """Look again which theme is meant: the system may have changed its own."""
        theme = resolve(self.theme_choice)
        if theme != self.theme:
            self.theme = theme
            self.theme_changed.emit(theme)

    def choose_language(self, language: Language) -> None:
        """Keep the choice and show it at once."""
        if language == self.words.language:
            return
        self.settings[Key.LANGUAGE] = language
        self.words = Words.load(language)
        self.notifier.words = self.words
        self.language_changed.emit()
