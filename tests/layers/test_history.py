"""What the history says of a change, line by line."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from layers import commands
from layers.history import HAND_ROWS, history_lines
from layers.workspace import Workspace


def _made() -> Workspace:
    return Workspace.new("Thử", user="HQ", clock=lambda: dt.datetime(2026, 11, 23, tzinfo=dt.UTC))


def _lines(workspace: Workspace, first: int = 1) -> pd.DataFrame:
    return history_lines(workspace.log.entries(), first, {}, "app 1")[0]


def test_rows_added_by_hand_changed_and_removed_have_a_line_each() -> None:
    workspace = _made()
    rows = pd.DataFrame({"name": ["A", "B"]}, index=["a", "b"])
    workspace.execute(commands.add_rows(workspace, "villages", rows))
    workspace.execute(commands.change_cells(workspace, "villages", {"a": {"households": 5}}))
    workspace.execute(commands.remove_rows(workspace, "villages", ["b"]))
    lines = _lines(workspace, 11)
    assert lines["seq"].tolist() == [11, 12, 13, 14]
    assert lines["label_key"].tolist() == ["command.add_rows"] * 2 + [
        "command.change_cells",
        "command.remove_rows",
    ]
    assert lines["row_id"].tolist() == ["a", "b", "a", "b"]
    assert lines.iloc[0]["after"]["name"] == "A"
    assert "households" not in lines.iloc[0]["after"]
    assert lines.iloc[2]["before"] == {"households": None, "rev": 1}
    assert lines.iloc[2]["after"] == {"households": 5, "rev": 2}
    assert (lines.iloc[3]["before"]["name"], lines.iloc[3]["after"]) == ("B", None)
    assert set(lines["by"]) == {"HQ"}
    assert set(lines["app"]) == {"app 1"}


def test_a_bulk_import_is_one_line_a_table_but_its_changes_are_lines() -> None:
    workspace = _made()
    count = HAND_ROWS * 2
    ids = [f"v{n}" for n in range(count)]
    rows = pd.DataFrame({"name": ids}, index=ids)
    workspace.execute(commands.add_rows(workspace, "villages", rows.iloc[:3]))
    changed = rows.assign(households=1)
    command = commands.import_rows(workspace, "villages", changed, {"id": "f", "file_name": "a.xlsx"})
    workspace.execute(command)
    lines = _lines(workspace).iloc[3:]
    assert lines["table_name"].tolist() == ["sources", "villages", "villages", "villages", "villages"]
    assert lines.iloc[1]["after"] == {"rows": count - 3}
    assert lines["row_id"].tolist()[2:] == ["v0", "v1", "v2"]
    assert lines.iloc[1]["args"]["file"] == "a.xlsx"


def test_an_undo_names_the_line_it_undoes_also_one_of_an_earlier_save() -> None:
    workspace = _made()
    workspace.execute(commands.set_document(workspace, "filters", {"a": 1}))
    first, known = history_lines(workspace.log.entries(), 1, {}, "app")
    workspace.undo()
    second, _ = history_lines(workspace.log.entries()[1:], 2, known, "app")
    assert pd.isna(first.iloc[0]["undoes"])
    assert second["undoes"].tolist() == [1]
    assert (second.iloc[0]["table_name"], second.iloc[0]["row_id"]) == ("documents", "filters")
    assert second.iloc[0]["before"] == {"a": 1}
    assert second.iloc[0]["after"] is None
