"""Coordinates as people type or paste them into one field, as places with the reading that was taken.

Knows the forms of the province: degrees with B and Đ, VN-2000 metres, UTM. Nothing of communes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from layers.crs import METRIC
from layers.io.coordinates import Located, locate_degrees, locate_metres
from layers.search.folding import tidy

UTM_48N = "EPSG:32648"


class Reading(StrEnum):
    """As what a coordinate was understood."""

    DEGREES = "degrees"
    DMS = "dms"
    VN2000 = "vn2000"
    UTM = "utm"


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """A place that was typed.

    Attributes
    ----------
    lon, lat : float
        Degrees of EPSG:4326.
    reading : Reading
    is_swapped : bool
        The two numbers stood the other way round.
    is_far : bool
        Far outside the province in every reading.
    """

    lon: float
    lat: float
    reading: Reading
    is_swapped: bool = False
    is_far: bool = False


# Letters of the hemispheres: B(ắc) and N(orth); Đ(ông), D and E(ast).
_NORTH, _EAST = "bn", "đde"
_UTM = re.compile(r"\butm\b|\b48\s*[nq]\b|\bzone\s*48\b")
_VN2000 = re.compile(r"\bvn ?-? ?2000\b|\btm ?-? ?3\b|\b[xy]\s*[:=]")
_WORDS = re.compile(
    r"\b(?:vn ?-? ?2000|tm ?-? ?3|wgs ?-? ?84|gps|tọa độ|toạ độ|toa do|"
    r"lat|lon|lng|long|latitude|longitude|vĩ độ|kinh độ|bắc|đông)\b\s*[:=]?"
)
_EAST_FIRST = re.compile(r"\by\s*[:=].*\bx\s*[:=]|\bl(?:on|ng).*\blat|\bkinh độ.*\bvĩ độ|\b[đde]\b.*\b[bn]\b")
_METRES = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:\d[. ,]\d{3}[. ,]\d{3}|\d{3}[. ,]\d{3}|\d{6,7})(?:[.,]\d{1,3})?(?![\d])"
)
_DECIMAL = re.compile(r"-?\d{1,3}[.,]\d+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SIGN_OF_WORD = {"độ": "°", "phút": "'", "giây": '"'}
# Where a link to a map on the web has its place: /@21.3,103.9,15z · ?q=21.3,103.9 · geo:21.3,103.9
_LINK = re.compile(
    r"(?:@|[?&](?:q|query|ll|center|destination)=|^geo:|#map=[\d.]+/)(-?\d+\.\d+)(?:,|%2c|/|\+)+(-?\d+\.\d+)"
)
_PLACE_IN_LINK = re.compile(r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)")  # of the place itself, not of the view
_EMPTY = re.compile(r"[\s.,;|()/+\-–]*")
FEWEST_LETTERS, FEWEST_DIGITS = 7, 4  # "21,103" is no coordinate yet


def read_coordinates(text: str) -> tuple[TypedPlace, ...]:
    """Return the places a text may mean, the likeliest first; empty where it is no coordinate.

    Degrees may be decimal (point or comma) or in minutes and seconds, with or without signs and letters of
    the hemisphere, in either order. Metres are VN-2000 of the province, X the northing, where X and Y or the
    system are named; UTM zone 48N where that is named; else both readings that lie near the province.

    Examples
    --------
    >>> [(place.lon, place.lat, place.reading.value) for place in read_coordinates("21,3256 103,9188")]
    [(103.9188, 21.3256, 'degrees')]
    >>> found = read_coordinates("21°19'32\\"B 103°55'08\\"Đ")[0]
    >>> round(found.lat, 4), round(found.lon, 4), found.reading.value
    (21.3256, 103.9189, 'dms')
    """
    typed = tidy(text).lower()
    link = _PLACE_IN_LINK.search(typed) or _LINK.search(typed)
    if link is not None:
        typed = f"{link[1]}, {link[2]}"
    if len(typed) < FEWEST_LETTERS or sum(char.isdigit() for char in typed) < FEWEST_DIGITS:
        return ()
    found = tuple(_metres(typed)) or tuple(_degrees(typed))
    near = tuple(place for place in found if not place.is_far)
    return near or found[:1]


def _metres(typed: str) -> Iterator[TypedPlace]:
    apart = re.sub(r"(?<=\d{6})(?=[ne]\b)", " ", re.sub(r"(?<=\d{6}),(?=\d{6})", ", ", typed))
    bare = _WORDS.sub(" ", _UTM.sub(" ", apart))
    bare = re.sub(r"\b[xyen]\b\s*[:=]?|(?<=\d)\s*m\b", " ", bare)
    numbers = [_plain_metres(number) for number in _METRES.findall(bare)]
    if len(numbers) != 2 or not _EMPTY.fullmatch(_METRES.sub("", bare)):
        return
    easting, northing = sorted(numbers)
    is_turned = numbers[0] == easting and not re.search(r"\b[en]\b", apart)
    readings = []
    if not _UTM.search(apart):
        readings.append(
            (METRIC, Reading.VN2000, is_turned and not re.search(r"\by\s*[:=].*\bx\s*[:=]", apart))
        )
    if not _VN2000.search(apart):
        readings.append((UTM_48N, Reading.UTM, False))  # written easting first by everybody
    for crs, reading, is_swapped in readings:
        place = _place(locate_metres(northing, easting, crs), reading)
        if place is not None:
            yield replace(place, is_swapped=is_swapped)


def _plain_metres(text: str) -> float:
    """Return metres written with or without marks between thousands: 2.359.388,5 or 2359388.5."""
    grouped = re.fullmatch(r"(\d{1,3}(?:[. ,]\d{3})+)(?:[.,](\d{1,3}))?", text)
    if grouped:
        return float(re.sub(r"[. ,]", "", grouped[1]) + "." + (grouped[2] or "0"))
    return float(text.replace(",", "."))


def _degrees(typed: str) -> Iterator[TypedPlace]:
    is_east_first = bool(
        _EAST_FIRST.search(re.sub(r"(?<=[\d\"'°″′])(?=[đdebn]\b)|(?<=\b[đdebn])(?=\d)", " ", typed))
    )
    bare = _WORDS.sub(" | ", re.sub("[º˚]", "°", typed))
    for word, sign in _SIGN_OF_WORD.items():
        bare = re.sub(rf"\b{word}\b", sign, bare)
    bare = re.sub(r"(?<=\d)\s*[do]\s*(?=\d)", "°", bare)
    bare = re.sub(r"(?<=\d)\s*m(?:in)?\s*(?=\d)", "'", bare)
    bare = re.sub(r"(?<=\d)\s*s\b", '"', bare)
    # A letter of the hemisphere parts the two halves, before or after its number.
    bare = re.sub(rf"(?<![^\W\d_])[{_NORTH}{_EAST}](?![^\W\d_])", " | ", bare)
    bare = re.sub(r"\s[-–]\s", " | ", bare)
    if re.search(r"[^\W\d_]", bare):
        return
    pair = _decimal_pair(bare) or _sexagesimal_pair(bare)
    if pair is None:
        return
    first, second, reading = pair
    lat, lon = (second, first) if is_east_first else (first, second)
    place = _place(locate_degrees(lat, lon), reading)
    if place is not None:
        yield place


def _decimal_pair(bare: str) -> tuple[float, float, Reading] | None:
    """Return two decimal degrees: 21.3256, 103.9188; 21,3256 103,9188; 21,3256, 103,9188."""
    numbers = _DECIMAL.findall(bare)
    rest = re.sub("[°º˚]", "", _DECIMAL.sub("", bare))
    if len(numbers) != 2 or not _EMPTY.fullmatch(rest):
        return None
    first, second = (float(number.replace(",", ".")) for number in numbers)
    return first, second, Reading.DEGREES


def _sexagesimal_pair(bare: str) -> tuple[float, float, Reading] | None:
    """Return two groups of degrees, minutes and seconds, with any signs between them."""
    spaced = re.sub(r"(?<=\d)-(?=\d)", " ", re.sub("[°º˚'’′\"”″]", " ", bare))
    if not _EMPTY.fullmatch(_NUMBER.sub("", spaced)):
        return None
    numbers = [found for half in re.split(r"[|;]", spaced) if (found := _NUMBER.findall(half))]
    if len(numbers) == 1 and len(numbers[0]) in (4, 6):
        middle = len(numbers[0]) // 2
        numbers = [numbers[0][:middle], numbers[0][middle:]]
    if len(numbers) != 2 or any(not 2 <= len(parts) <= 3 for parts in numbers):
        return None
    first, second = _sexagesimal(numbers[0]), _sexagesimal(numbers[1])
    return None if first is None or second is None else (first, second, Reading.DMS)


def _sexagesimal(parts: list[str]) -> float | None:
    values = [float(part.replace(",", ".")) for part in parts]
    if any(value >= 60 for value in values[1:]) or any(value % 1 for value in values[:-1]):
        return None
    return float(sum(value / 60**power for power, value in enumerate(values)))


def _place(located: Located, reading: Reading) -> TypedPlace | None:
    if located.lon is None or located.lat is None:
        return None
    is_swapped = located.mended == "coordinates_swapped"
    return TypedPlace(located.lon, located.lat, reading, is_swapped, located.outside)
