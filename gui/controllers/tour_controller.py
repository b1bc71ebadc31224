"""The tour over the window: offered once on sample data, taken again from the menu, and left at any step.

Knows the steps and the window; changes nothing but which panels are seen, and gives these back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QWidget

from gui.actions.ids import ActionId
from gui.controllers.parts import Parts
from gui.panels.offer import Offer
from gui.settings import Key
from gui.tour.balloon import TourOverlay
from gui.tour.steps import STEPS, prepare
from layers.style import Theme


class TourController(QObject):
    """The tour of one window."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._window = parts.window
        self._overlay: TourOverlay | None = None
        self._target: QWidget | None = None
        self._place = 0
        self._shown_before: tuple[bool, ...] = ()
        self._is_awaited = False  # the sample is being made for the tour
        words = parts.session.words
        self.offer = Offer(words("tour.offer"), words("tour.begin"), words("tour.later"), self._window.pages)
        self.offer.accepted.connect(self.begin)
        self.offer.declined.connect(self._on_declined)
        self._window.actions_of.bind(ActionId.TOUR, self.begin)
        parts.coverage.answered.connect(self._on_answer)
        parts.session.theme_changed.connect(self._on_theme)

    @property
    def is_running(self) -> bool:
        """Whether the tour is on."""
        return self._overlay is not None

    @property
    def place(self) -> int:
        """Number of the step that is shown, from 0."""
        return self._place

    def begin(self) -> None:
        """Begin with the first step; without anything to show the sample is made first."""
        if self.is_running:
            return
        if self._is_empty():
            self._is_awaited = True
            self._parts.document.new_sample()
            return
        self._is_awaited = False
        self.offer.hide()
        self._parts.session.settings[Key.TOUR_SEEN] = True
        self._shown_before = self._window.docks_are_on
        self._window.actions_of[ActionId.MAP].trigger()
        overlay = TourOverlay(self._parts.session.words, self._parts.session.theme, self._window)
        overlay.next_asked.connect(self._next)
        overlay.back_asked.connect(self._back)
        overlay.skip_asked.connect(self.end)
        overlay.moved.connect(self._look_later)
        self._overlay = overlay
        self._show(0)

    def end(self) -> None:
        """End the tour and give the panels back as they were."""
        overlay, self._overlay = self._overlay, None
        if overlay is None:
            return
        self._watch(None)
        overlay.hide()
        overlay.deleteLater()
        self._window.switch_docks(self._shown_before)
        if self._window.map_view is not None:
            self._window.map_view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- steps --------------------------------------------------------------------------------------

    def _show(self, place: int) -> None:
        overlay, words = self._overlay, self._parts.session.words
        if overlay is None:
            return
        self._place, step = place, STEPS[place]
        self._watch(prepare(step, self._window))
        overlay.show_step(
            words(f"tour.{step.key}.title"), words(f"tour.{step.key}.text"), place + 1, len(STEPS)
        )
        self._look()
        self._look_later()  # a dock that has just been shown takes its size a moment later

    def _next(self) -> None:
        if self._place + 1 < len(STEPS):
            self._show(self._place + 1)
        else:
            self.end()

    def _back(self) -> None:
        if self._place > 0:
            self._show(self._place - 1)

    def _watch(self, target: QWidget | None) -> None:
        """Follow the size and place of the widget that is pointed at."""
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = target
        if target is not None:
            target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Point again when the target has moved."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide):
            self._look_later()
        return False

    def _look_later(self) -> None:
        QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        overlay, target = self._overlay, self._target
        if overlay is None:
            return
        if target is None or not target.isVisible():
            overlay.point_at(QRect())
            return
        overlay.point_at(_seen(target, self._window))
        overlay.raise_()

    # -- offering -----------------------------------------------------------------------------------

    def _is_empty(self) -> bool:
        workspace = self._parts.document.workspace
        return workspace is None or len(workspace.frame("sites")) == 0

    def _on_answer(self, bundle: object, _is_preliminary: bool) -> None:
        """Offer the tour at the first opening of the sample, and begin where that was made for it."""
        if bundle is None or not self._parts.document.is_sample:
            return
        if self._is_awaited:
            self.begin()
        elif self._may_offer():
            self.offer.offer()

    def _may_offer(self) -> bool:
        window = self._window
        is_free = window.is_on_map and not window.isFullScreen() and not self.is_running
        return is_free and not self._parts.session.settings[Key.TOUR_SEEN]

    def _on_declined(self) -> None:
        self._parts.session.settings[Key.TOUR_SEEN] = True

    def _on_theme(self, theme: Theme) -> None:
        if self._overlay is not None:
            self._overlay.set_theme(theme)


def _seen(target: QWidget, window: QWidget) -> QRect:
    """Return the part of a widget that no scroll area cuts off, in the window."""
    seen = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
    around = target.parentWidget()
    while around is not None and around is not window:
        seen &= QRect(around.mapTo(window, QPoint(0, 0)), around.size())
        around = around.parentWidget()
    return seen
