from __future__ import annotations

import json

from layers.io.report import ImportLayer, ImportReport, Problem, Severity


def test_the_names_of_the_command_line() -> None:
    problem = Problem(4, "Xã", "commune_ambiguous", "A", ("B", "C"), Severity.HELD_BACK)
    report = ImportReport("a.csv", ImportLayer.SITES, None, "utf-8", 3, 2, 1, 1, 2, 0, (problem,))
    told = json.loads(json.dumps(report.to_json()))
    assert list(told) == ["read", "kept", "mended", "held_back", "changed", "unchanged", "problems"]
    assert told["read"] == told["kept"] + told["held_back"]
    assert told["problems"] == [
        {"row": 4, "column": "Xã", "problem": "commune_ambiguous", "value": "A", "candidates": ["B", "C"],
         "severity": "held_back"}
    ]  # fmt: skip


def test_problems_are_sorted_by_row() -> None:
    assert sorted([Problem(10, "b", "x"), Problem(2, "z", "x"), Problem(10, "a", "x")]) == [
        Problem(2, "z", "x"), Problem(10, "a", "x"), Problem(10, "b", "x"),
    ]  # fmt: skip
