"""How people write the members of closed and open lists: folded words to the codes of the document.

Knows the lists; nothing of rows, columns or files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from layers.io.cells import fold
from layers.schema import CandidateKind, CoverBy, SiteLayer, Status

if TYPE_CHECKING:
    import pandas as pd

# How people write the members of the closed lists.
_CHOICE_WORDS: Mapping[type, Mapping[str, str]] = {
    Status: {
        "dự kiến": "planned",
        "kế hoạch": "planned",
        "có quyết định": "decided",
        "đã có quyết định": "decided",
        "đang hoạt động": "active",
        "hoạt động": "active",
        "đang duy trì": "active",
        "tạm dừng": "paused",
        "tạm ngừng": "paused",
        "tạm dừng hoạt động": "paused",
        "đã kết thúc": "ended",
        "kết thúc": "ended",
        "ngừng hoạt động": "ended",
        "đã giải thể": "ended",
        "giải thể": "ended",
        "chưa rõ": "unknown",
    },
    SiteLayer: {"điểm mô hình": "site", "cụm dân cư an toàn pccc": "cluster", "cụm": "cluster"},
    CoverBy: {
        "theo bản": "village",
        "theo xã": "commune",
        "theo hộ tham gia": "households",
        "theo hộ": "households",
        "theo bán kính": "radius",
        "không tính": "none",
    },
    CandidateKind: {"bản": "village", "trung tâm": "centre", "vẽ": "drawn", "nhập": "imported"},
}
_VOCABULARY_WORDS: Mapping[str, Mapping[str, str]] = {"rating": {"tb": "average"}}


def choice_words(choices: type[StrEnum]) -> dict[str, str]:
    """Return folded words → code of a closed list."""
    codes = [str(member) for member in choices.__members__.values()]
    written = _CHOICE_WORDS.get(choices, {})
    return {fold(code): code for code in codes} | {fold(text): code for text, code in written.items()}


def vocabulary_words(vocabulary: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return list → folded words → code, for the first level of lists with two."""
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for name, code, vi, en in vocabulary[["list", "code", "vi", "en"]].itertuples(index=False):
        words[name].setdefault(fold(code), code)
        if "." not in code:
            for text in (vi, en):
                words[name].setdefault(fold(text), code)
    for name, synonyms in _VOCABULARY_WORDS.items():
        words[name] = {**synonyms, **words[name]}
    return dict(words)


def category_details(vocabulary: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return first level → folded words of the second → code (``fire`` → ``nha o`` → ``fire.dwelling``)."""
    details: dict[str, dict[str, str]] = defaultdict(dict)
    rows = vocabulary.loc[vocabulary["list"] == "incident_category", ["code", "vi", "en"]]
    tops = {str(code): fold(str(vi)) for code, vi, _ in rows.itertuples(index=False)}
    for code, vi, en in rows.itertuples(index=False):
        top, point, _ = str(code).partition(".")
        if point:
            words = fold(str(vi))
            # "Cháy nhà ở" is written "Cháy" and, in the next column, "Nhà ở".
            for text in (words, words.removeprefix(tops.get(top, "") + " "), fold(str(en))):
                details[top].setdefault(text, str(code))
    return dict(details)
