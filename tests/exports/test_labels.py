from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from exports.labels import LabelRequest, block_size, draw_label, place_labels, two_lines

FRAME = (0.0, 0.0, 300.0, 200.0)
NAMES = ("Mường Lèo", "Phường Tô Hiệu", "Sốp Cộp", "Chiềng Khoong", "Bó Sinh")


def overlap(a, b) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-20, 320), st.floats(-20, 220)), max_size=25), st.booleans())
def test_no_two_names_overlap_and_none_leaves_the_frame(places, leaders):
    requests = [LabelRequest(f"{n:02d}", NAMES[n % 5], x, y) for n, (x, y) in enumerate(places)]
    placed = place_labels(requests, FRAME, leaders=leaders)
    boxes = [label.box for label in placed.labels]
    assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= 300 and b[3] <= 200 for b in boxes)
    assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    assert len(placed.labels) + len(placed.left_over) == len(requests)


def test_the_important_one_keeps_the_place():
    low = LabelRequest("a", "Mường Lèo", 100, 100, priority=1)
    high = LabelRequest("b", "Sốp Cộp", 100, 100, priority=2)
    placed = place_labels([low, high], FRAME)
    assert [label.key for label in placed.labels] == ["b"]
    assert [request.key for request in placed.left_over] == ["a"]


def test_a_name_without_room_stands_beside_with_a_line():
    requests = [LabelRequest("a", "Mường Lèo", 100, 100), LabelRequest("b", "Sốp Cộp", 100, 100)]
    beside = place_labels(requests, FRAME, leaders=True).labels[1]
    assert beside.leader == (100, 100)


def test_obstacles_stay_free():
    request = LabelRequest("a", "Mường Lèo", 100, 100, anchors=((200, 150),))
    placed = place_labels([request], FRAME, obstacles=[(50, 50, 150, 140)])
    assert (placed.labels[0].x, placed.labels[0].y) == (200, 150)


def test_two_lines_are_taken_only_when_asked_for():
    request = LabelRequest("a", "Phường Tô Hiệu", 100, 100, room_pt=10)
    assert place_labels([request], FRAME).labels[0].lines == ("Phường Tô Hiệu",)
    assert place_labels([request], FRAME, broken=True).labels[0].lines == ("Phường", "Tô Hiệu")
    assert two_lines("Một") == ("Một",)


def test_size_of_a_block():
    one, two = block_size(("Tô Hiệu",), 8.0), block_size(("Tô Hiệu", "Tô"), 8.0)
    assert one[0] == two[0]
    assert two[1] == 2 * one[1]


def test_halo_is_lighter_than_its_ground_and_text_darker():
    image = QImage(200, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#0B5F4A"))
    painter = QPainter(image)
    draw_label(painter, "Mường Lèo", 100, 30, 2.0)
    painter.end()
    tones = [image.pixelColor(x, y).lightness() for x in range(200) for y in range(60)]
    assert max(tones) == 255
    assert min(tones) < 45
