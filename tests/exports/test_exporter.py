import pytest

from exports.exporter import FORMATS, WRITERS, ExportOptions, export, export_all
from exports.sheet_options import SheetOptions
from layers.errors import (
    BadParameter,
    Cancelled,
    ExportUnknown,
    FileBusy,
    FileMissing,
    FileNotWritable,
    WorkspaceInTheWay,
)
from layers.io import outputs
from layers.io.workspace_file import save_workspace
from layers.workspace import Workspace

SMALL = SheetOptions(paper="A4", dpi=60)


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_every_format_writes_its_file_and_nothing_else(bundle, vi, tmp_path, suffix):
    files = export(bundle, tmp_path / f"bản đồ{suffix}", ExportOptions(SMALL, tables=("clusters",)), vi)
    assert set(files) == set(tmp_path.iterdir())
    assert tmp_path / f"bản đồ{suffix}" in files
    assert all(file.stat().st_size for file in files)


@pytest.mark.parametrize("suffix", [".xlsx", ".gpkg", ".geojson", ".html", ".svg"])
def test_same_result_same_bytes(bundle, vi, tmp_path, suffix):
    made = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        (file,) = export(bundle, folder / f"map{suffix}", ExportOptions(SMALL, tables=("clusters",)), vi)
        made.append(file.read_bytes())
    assert made[0] == made[1]


def test_options_of_a_sheet_do_for_a_sheet(bundle, vi, tmp_path):
    (file,) = export(bundle, tmp_path / "map.png", SMALL, vi)
    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["map.pptx", "map.docx", "map", "map.exe"])
def test_other_formats_are_named_as_unknown(bundle, vi, tmp_path, name):
    with pytest.raises(ExportUnknown) as raised:
        export(bundle, tmp_path / name, SMALL, vi)
    assert ".pdf" in vi.error(raised.value)
    assert "pptx" not in FORMATS
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(bundle, vi, tmp_path):
    with pytest.raises(FileMissing):
        export(bundle, tmp_path / "no" / "map.pdf", SMALL, vi)


def test_cancelled_or_failed_leaves_the_old_file(bundle, vi, tmp_path):
    class Stop:
        def report(self, done, key=""):
            if done > 0.3:
                raise Cancelled

    target = tmp_path / "map.pdf"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        export(bundle, target, SMALL, vi, Stop())
    with pytest.raises(BadParameter):
        export(bundle, tmp_path / "map.gpkg", ExportOptions(SMALL, tables=("roads",)), vi)
    assert [file.name for file in tmp_path.iterdir()] == ["map.pdf"]
    assert target.read_bytes() == b"old"


def test_a_target_that_somebody_has_open(bundle, vi, tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError(13, "open in Excel")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    monkeypatch.setattr(outputs, "PAUSE_S", 0.0)
    with pytest.raises(FileBusy):
        export(bundle, tmp_path / "map.svg", SMALL, vi)
    assert list(tmp_path.iterdir()) == []


def test_a_closed_folder_is_told(bundle, vi, tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "closed")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(FileNotWritable):
        export(bundle, tmp_path / "map.svg", SMALL, vi)


def test_all_files_or_none(bundle, vi, tmp_path):
    workspace = tmp_path / "w.gpkg"
    save_workspace(Workspace.new("w"), workspace)
    before = workspace.read_bytes()
    with pytest.raises(WorkspaceInTheWay):
        export_all(bundle, [tmp_path / "map.svg", workspace], SMALL, vi)
    assert [file.name for file in tmp_path.iterdir()] == ["w.gpkg"]
    assert workspace.read_bytes() == before
    files = export_all(bundle, [tmp_path / "map.svg", tmp_path / "t.xlsx"], SMALL, vi)
    assert [file.name for file in files] == ["map.svg", "t.xlsx"]
    assert all(file.stat().st_size > 1000 for file in files)


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_every_format_writes_a_part_of_the_communes(toy, vi, tmp_path, suffix):
    """Of one commune of four: the papers draw the others without a figure and say what they are of."""
    part = toy.toy_bundle(communes=("03646",), radius_m=3000.0)
    files = export(part, tmp_path / f"x{suffix}", ExportOptions(SMALL), vi)
    assert all(file.stat().st_size for file in files)
