import csv
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from exports import workbook
from exports.sheet_options import SheetOptions
from exports.workbook import HEAD_ROW


@pytest.fixture(scope="module")
def written(bundle, vi, tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "coverage.xlsx"
    workbook.write(bundle, path, SheetOptions(), vi)
    return path


def test_no_time_of_the_clock_is_in_the_file(written, toy):
    with zipfile.ZipFile(written) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 11, 14)}
        properties = archive.read("docProps/core.xml").decode()
    assert properties.count(f"{toy.AS_OF.isoformat()}T00:00:00Z") == 2


def test_results_stand_beside_the_formulas(written, vi):
    """A preview, or the protected view of Excel, does not compute: it shows what is stored."""
    sheet = openpyxl.load_workbook(written, data_only=True).worksheets[0]
    lines = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD_ROW + 1)}
    heads = [cell.value for cell in sheet[HEAD_ROW]]
    share = heads.index("Tỷ lệ bản")
    assert lines["Phường Tô Hiệu"][share] == 0.75
    assert lines["Xã Phù Yên"][share] == vi("value.no_data")
    total = next(
        [cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD_ROW) if row[0].value == "Tổng"
    )
    assert total[heads.index("Tổng số bản")] == 11
    # Three villages of the nine of communes that have reported.
    assert total[share] == pytest.approx(3 / 9)


def test_formulas_are_still_formulas(written):
    sheet = openpyxl.load_workbook(written).worksheets[0]
    formulas = [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    assert len(formulas) > 12


@pytest.mark.heavy
def test_a_spreadsheet_program_computes_the_same(real, vi, tmp_path):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    path = tmp_path / "coverage.xlsx"
    workbook.write(real, path, SheetOptions(), vi)
    stored = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    # Without the stored results, so that it has to compute them itself.
    bare = tmp_path / "bare.xlsx"
    openpyxl.load_workbook(path).save(bare)
    # 44, 34, 76: commas, quotes, UTF-8; the last −1 writes every sheet.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", form, "--outdir", str(tmp_path / "csv"), str(bare)],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    files = {file.stem.removeprefix("bare-"): file for file in (tmp_path / "csv").iterdir()}
    assert len(files) == 4
    text = "".join(file.read_text(encoding="utf-8") for file in files.values())
    for error in ("#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "Err:5"):
        assert error not in text
    lines = files[vi("book.communes")].read_text(encoding="utf-8").splitlines()
    computed = list(csv.reader(lines))
    total = next(line for line in computed if line and line[0] == vi("book.total"))
    heads = computed[HEAD_ROW - 1]
    figures = real.to_json()["province"]
    for head, key in (
        (vi("book.all_sites"), "sites"),
        (vi("book.active_sites"), "active_sites"),
        (vi("book.villages.part"), "villages_with"),
        (vi("book.villages.whole"), "villages"),
        (vi("book.population.whole"), "population"),
        (vi("book.incidents"), "incidents"),
    ):
        assert float(total[heads.index(head)]) == figures[key]
    share = figures["villages_with"] / figures["villages_with_counted"]
    at = heads.index(vi("book.villages.share"))
    assert _share(total[at]) == pytest.approx(share, abs=1e-9)
    line = next(row for row in stored.iter_rows() if row[0].value == vi("book.total"))
    assert line[at].value == pytest.approx(share, abs=1e-12)
    assert computed[HEAD_ROW][0].startswith("0")  # codes stayed text


def _share(text: str) -> float:
    return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
