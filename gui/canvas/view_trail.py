"""The views one has looked at, for going back and forth among them.

Knows cameras and when the map is at rest; nothing of what is seen.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gui.canvas.camera import Camera

AT_REST_MS = 500
MOST_VIEWS = 100


class Views:
    """A line of views with a place in it; a new view cuts off those that were ahead."""

    def __init__(self) -> None:
        self._views: list[Camera] = []
        self._at = -1

    @property
    def present(self) -> Camera | None:
        """The view one is at."""
        return self._views[self._at] if self._views else None

    def add(self, camera: Camera) -> None:
        """Remember a view, unless it is the one already at hand."""
        if self.present is not None and same_view(camera, self.present):
            return
        self._views = [*self._views[: self._at + 1], camera][-MOST_VIEWS:]
        self._at = len(self._views) - 1

    def replace(self, camera: Camera) -> None:
        """Put a view in place of the one at hand: the window has another size, one looks at the same."""
        if self._views:
            self._views[self._at] = camera

    def step(self, by: int) -> Camera | None:
        """Go back (−1) or forth (1) and return that view, None at the end of the line."""
        if not self.can_step(by):
            return None
        self._at += by
        return self._views[self._at]

    def can_step(self, by: int) -> bool:
        """Say whether there is a view in that direction."""
        return 0 <= self._at + by < len(self._views)

    def clear(self) -> None:
        """Forget all views."""
        self._views, self._at = [], -1


class ViewTrail(QObject):
    """Remembers the views at which the map has been at rest for half a second.

    Signals
    -------
    changed()
        Going back or forth may be possible now, or no longer.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._views = Views()
        self._latest: Camera | None = None
        self._is_resizing = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(AT_REST_MS)
        self._rest.timeout.connect(self.settle)

    def moved(self, camera: Camera) -> None:
        """Take the camera after every move of the map."""
        self._latest = camera
        if self._is_resizing and not self._rest.isActive():
            self._views.replace(camera)
        elif self._views.present is None or not same_view(camera, self._views.present):
            self._rest.start()
        else:
            self._rest.stop()

    def hold(self, is_resizing: bool) -> None:
        """Say that the map moves only because its window changes, or that this is over."""
        self._is_resizing = is_resizing

    def settle(self) -> None:
        """Remember the present view now."""
        self._rest.stop()
        if self._latest is not None:
            self._views.add(self._latest)
            self.changed.emit()

    def step(self, by: int) -> Camera | None:
        """Return the view before (−1) or after (1) this one, None where there is none."""
        if self._rest.isActive():
            self.settle()
        found = self._views.step(by)
        self.changed.emit()
        return found

    def can_step(self, by: int) -> bool:
        """Say whether there is a view in that direction."""
        return self._views.can_step(by)

    def clear(self) -> None:
        """Forget all views: another document is shown."""
        self._rest.stop()
        self._views.clear()
        self._latest = None
        self.changed.emit()


def same_view(one: Camera, other: Camera) -> bool:
    """Say whether two cameras look at the same, in windows of whatever size."""
    near = other.m_per_px
    return (
        abs(one.x - other.x) < near
        and abs(one.y - other.y) < near
        and abs(one.m_per_px - other.m_per_px) < near * 1e-3
    )
