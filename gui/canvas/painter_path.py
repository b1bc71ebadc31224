"""Makes painter paths of many lines at once: point by point it would take a hundred times as long.

Knows arrays and the painter path; nothing of what the lines are.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath

FloatArray = npt.NDArray[np.float64]

# A path as Qt writes it into a stream: how many elements, each with its type and place, then where the last
# line begins and how the path is filled (0: odd-even). All of it with the highest byte first.
_HEAD = np.dtype(">i4")
_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_TAIL = np.dtype(">i4")
_MOVE_TO, _LINE_TO = 0, 1


def path_of(points: FloatArray, begins: npt.NDArray[np.bool_]) -> QPainterPath:
    """Return lines as one path.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Vertices of all lines, one after another; a vertex that is not finite parts the line it is in.
    begins : ndarray of bool, shape (n,)
        Whether a vertex is the first of its line.

    Examples
    --------
    >>> path = path_of(np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 5.0]]), np.array([True, False, True]))
    >>> path.elementCount(), path.elementAt(2).isMoveTo()
    (3, True)
    """
    if not np.isfinite(points).all():
        finite = np.isfinite(points).all(axis=1)
        begins = begins.copy()
        begins[1:] |= ~finite[:-1]
        points, begins = points[finite], begins[finite]
    path = QPainterPath()
    count = len(points)
    if count == 0:
        return path
    written = bytearray(_HEAD.itemsize + count * _ELEMENT.itemsize + 2 * _TAIL.itemsize)
    np.frombuffer(written, _HEAD, 1)[0] = count
    elements = np.frombuffer(written, _ELEMENT, count, _HEAD.itemsize)
    elements["type"] = np.where(begins, _MOVE_TO, _LINE_TO)
    elements["type"][0] = _MOVE_TO
    elements["x"], elements["y"] = points[:, 0], points[:, 1]
    np.frombuffer(written, _TAIL, 1, len(written) - 2 * _TAIL.itemsize)[0] = np.flatnonzero(begins)[-1]
    stream = QDataStream(QByteArray(written))  # of a copy, and read only
    stream >> path
    return path


def begins_of(lengths: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return whether a vertex is the first of its line, for lines of these lengths one after another."""
    counts = np.asarray(lengths, np.intp)
    begins = np.zeros(int(counts.sum()), bool)
    begins[(np.cumsum(counts) - counts)[counts > 0]] = True
    return begins
