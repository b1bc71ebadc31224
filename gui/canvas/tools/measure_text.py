"""Writes measured lengths and areas as people say them: m and km; m², ha and km².

Knows numbers and words; nothing of what was measured.
"""

from __future__ import annotations

from layers.words import Words

KM_FROM_M = 1000.0
HA_FROM_M2 = 10_000.0
KM2_FROM_M2 = 1_000_000.0


def length_text(metres: float, words: Words) -> str:
    """Write a length: whole metres below 1 km, then kilometres with two decimals, with one from 100 km on.

    Examples
    --------
    >>> length_text(12_345.0, Words.load("vi"))
    '12,35 km'
    """
    if round(metres) < KM_FROM_M:
        return words("measure.m", n=words.number(metres))
    decimals = 2 if metres < 100 * KM_FROM_M else 1
    return words("measure.km", n=words.number(metres / KM_FROM_M, decimals))


def area_text(square_metres: float, words: Words) -> str:
    """Write an area: m² below 1 ha, ha below 1 km², then km²."""
    if round(square_metres) < HA_FROM_M2:
        return words("measure.m2", n=words.number(square_metres))
    if square_metres < KM2_FROM_M2:
        return words("measure.ha", n=words.number(square_metres / HA_FROM_M2, 2))
    decimals = 2 if square_metres < 100 * KM2_FROM_M2 else 1
    return words("measure.km2", n=words.number(square_metres / KM2_FROM_M2, decimals))
