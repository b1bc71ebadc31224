"""Draws a part of the map as a picture that is made beside the window; the old one is stretched meanwhile.

Knows pictures and when a new one is due; never what is on them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtGui import QImage, QPainter

from gui.canvas.camera import Bounds
from gui.canvas.content import MapContent, Start, at_once
from gui.canvas.items.base import CanvasItem, Frame
from gui.canvas.pictures import (
    Part,
    Picture,
    PictureStore,
    common,
    covers,
    draw_beside,
    part_of_view,
    part_of_whole,
)
from layers.errors import AppError, Cancelled
from layers.progress import Progress

Maker = Callable[[Part, Progress], QImage]
Made = tuple[Picture | None, Picture]

_NUMBERS = itertools.count(1)


class PictureItem(CanvasItem):
    """An item that shows pictures; subclasses say what there is (`whole`) and how it is made (`maker`).

    A picture is asked for when the map has come to rest, or when what is at hand no longer covers the view.
    Nothing is made in the main thread.
    """

    def __init__(self, z: float = 10.0) -> None:
        super().__init__(z)
        self.store = PictureStore()
        self.whole: Bounds | None = None
        self.error: AppError | None = None
        self._start: Start = at_once
        self._channel = f"picture:{next(_NUMBERS)}"
        self._asked: Part | None = None
        self._last: Part | None = None
        self._is_stale = False
        self._turn = 0

    # -- what subclasses say ---------------------------------------------------------------------

    def maker(self) -> Maker | None:
        """Return how a picture is made, in another thread and from plain values; None: nothing to show."""
        raise NotImplementedError

    def failed(self, error: AppError) -> None:
        """Hear that a picture could not be made."""

    def made(self) -> None:
        """Hear that a picture has come."""

    # -- asking ----------------------------------------------------------------------------------

    def use(self, content: MapContent) -> None:
        """Take where work is done."""
        self._start = content.start

    def begin_anew(self) -> None:
        """Forget all pictures, and ask for new ones."""
        self.store.clear()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the picture of the view once more; the old one stays until it is there."""
        self._turn += 1
        self.error = None
        self._asked = self._last = None
        self._is_stale = True
        self.look_again()
        self.update()

    def set_frame(self, frame: Frame) -> None:
        """Take the camera of the next picture."""
        super().set_frame(frame)
        self.look_again()

    def setVisible(self, visible: bool) -> None:
        """Be seen or not; what is missing is asked for when it is seen."""
        super().setVisible(visible)
        self.look_again()

    def look_again(self) -> None:
        """Ask for what is missing in the present view."""
        frame = self.frame
        if frame is None or not self.isVisible() or min(frame.camera.width, frame.camera.height) < 2:
            return
        make, part = self.maker(), part_of_view(frame.camera, frame.dpr, self.whole)
        # The same part is not asked for twice: it is on its way, has come, or cannot be made.
        if make is None or part is None or part in (self._asked, self._last):
            return
        if not self._is_stale and self.store.sharp(frame.camera, frame.dpr, self.whole) is not None:
            return
        if frame.moving and (self._asked is not None or self._is_covered(frame)):
            return
        self._asked = part
        self._ask(make, self._coarse(part), part)

    def _coarse(self, part: Part) -> Part | None:
        """Return the coarse part that is to be made as well, where there is none yet."""
        if self.whole is None or self.store.base is not None:
            return None
        coarse = part_of_whole(self.whole)
        return coarse if coarse.m_per_px > part.m_per_px else None

    def _is_covered(self, frame: Frame) -> bool:
        needed = common(frame.camera.bounds, self.whole)
        stand_ins = self.store.stand_ins(frame.camera)
        return needed is None or any(covers(one.part.bounds, needed) for one in stand_ins)

    def _ask(self, make: Maker, coarse: Part | None, part: Part) -> None:
        turn = self._turn

        def work(progress: Progress) -> Made | AppError:
            try:
                base = None if coarse is None else Picture(coarse, make(coarse, progress))
                return base, Picture(part, make(part, progress))
            except Cancelled:
                raise
            except AppError as error:
                return error

        def done(found: object) -> None:
            self._arrived(turn, part, found)

        self._start(work, done, self._channel)

    def _arrived(self, turn: int, part: Part, found: object) -> None:
        if turn != self._turn:
            return
        if self._asked == part:
            self._asked = None
        self._last = part
        if isinstance(found, AppError):
            self.error = found
            self.failed(found)
        elif isinstance(found, tuple):
            if self._is_stale:
                self.store.clear()
                self._is_stale = False
            base, picture = found
            self.store.base = base or self.store.base
            self.store.put(picture)
            self.made()
        self.look_again()
        self.update()

    # -- drawing ---------------------------------------------------------------------------------

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw the picture of the view, else what is nearest to it."""
        sharp = self.store.sharp(frame.camera, frame.dpr, self.whole)
        pictures = [sharp] if sharp is not None else self.store.stand_ins(frame.camera)
        draw_beside(painter, pictures, frame)
