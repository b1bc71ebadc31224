"""Pictures made beside the window: what is asked for, when, and what stands in meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from gui.canvas.camera import Camera
from gui.canvas.content import MapContent
from gui.canvas.items.base import Frame
from gui.canvas.items.picture import PictureItem
from gui.canvas.pictures import Part
from layers.errors import FileMissing
from layers.words import Words

CAMERA = Camera(500_000.0, 2_350_000.0, 100.0, 800.0, 600.0)


class Later:
    """Keeps work until a test lets it be done; of one channel only the newest counts."""

    def __init__(self) -> None:
        self.waiting: dict[str, tuple] = {}
        self.asked = 0

    def __call__(self, work, done, channel) -> None:
        self.asked += 1
        self.waiting[channel] = (work, done)

    def run(self) -> None:
        for work, done in [self.waiting.pop(channel) for channel in tuple(self.waiting)]:
            done(work(type("Quiet", (), {"report": lambda *_: None})()))


class Plain(PictureItem):
    """One colour over everything there is."""

    colour = "#00FF00"
    trouble: FileMissing | None = None

    def maker(self):
        colour, trouble = self.colour, self.trouble

        def make(part: Part, _progress) -> QImage:
            if trouble is not None:
                raise trouble
            image = QImage(part.width, part.height, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(QColor(colour))
            return image

        return make


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def item(app, later: Later) -> Plain:
    made, content = Plain(), MapContent(Words.load("vi"))
    content.start = later
    made.use(content)
    made.whole = (400_000.0, 2_250_000.0, 600_000.0, 2_450_000.0)
    return made


def colour_of(item: PictureItem, frame: Frame, x: int = 400, y: int = 300) -> str:
    screen = QImage(800, 600, QImage.Format.Format_RGB32)
    screen.fill(QColor("#000000"))
    painter = QPainter(screen)
    item.draw(painter, frame)
    painter.end()
    return screen.pixelColor(x, y).name()


def test_the_old_picture_stands_in_until_the_new_one_has_come(item: Plain, later: Later) -> None:
    item.set_frame(Frame(CAMERA))
    assert colour_of(item, Frame(CAMERA)) == "#000000"
    later.run()
    assert colour_of(item, Frame(CAMERA)) == "#00ff00"
    item.colour = "#0000FF"
    near = CAMERA.zoomed(2.0)
    item.set_frame(Frame(near))
    assert colour_of(item, Frame(near)) == "#00ff00"
    later.run()
    assert colour_of(item, Frame(near)) == "#0000ff"
    asked = later.asked
    item.set_frame(Frame(CAMERA))  # back again: it is kept
    assert later.asked == asked
    assert colour_of(item, Frame(CAMERA)) == "#00ff00"


def test_nothing_is_asked_for_while_the_map_moves_over_what_is_there(item: Plain, later: Later) -> None:
    item.set_frame(Frame(CAMERA))
    later.run()
    asked = later.asked
    for step in range(1, 40):
        item.set_frame(Frame(CAMERA.panned(step * 30.0, 0.0), moving=True))
    assert later.asked == asked  # the coarse picture of the whole covers it
    item.set_frame(Frame(CAMERA.panned(39 * 30.0, 0.0)))
    assert later.asked == asked + 1


def test_a_picture_is_asked_for_once(item: Plain, later: Later) -> None:
    for _ in range(5):
        item.set_frame(Frame(CAMERA))
    assert later.asked == 1
    item.trouble = FileMissing(path="a.tif")
    item.refresh()
    later.run()
    assert isinstance(item.error, FileMissing)
    for _ in range(5):
        item.set_frame(Frame(CAMERA))
    assert later.asked == 2


def test_what_was_asked_for_before_a_change_is_dropped(item: Plain, later: Later) -> None:
    item.set_frame(Frame(CAMERA))
    late = dict(later.waiting)
    item.colour = "#0000FF"
    item.begin_anew()
    later.run()
    for work, done in late.values():
        done(work(type("Quiet", (), {"report": lambda *_: None})()))
    assert colour_of(item, Frame(CAMERA)) == "#0000ff"


def test_an_item_that_is_not_seen_asks_for_nothing(item: Plain, later: Later) -> None:
    item.setVisible(False)
    item.set_frame(Frame(CAMERA))
    assert later.asked == 0
    item.setVisible(True)
    assert later.asked == 1
