from __future__ import annotations

import pytest

from gui.icons import FOLDER, Icon, pixmap


@pytest.mark.parametrize("name", list(Icon))
def test_every_icon_is_drawn_in_the_colour_asked_for(app, name: Icon) -> None:
    image = pixmap(name, "#D55E00", 48).toImage()
    inked = [
        image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 200
    ]
    assert len(inked) > 20
    assert all(abs(colour.red() - 0xD5) < 8 and colour.blue() < 24 for colour in inked)


def test_every_file_is_an_icon() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == {str(name) for name in Icon}
