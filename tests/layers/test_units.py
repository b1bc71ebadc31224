from __future__ import annotations

from pathlib import Path

from layers.units import read_units


def test_the_files_of_a_folder_become_units(tmp_path: Path) -> None:
    (tmp_path / "units_2024-12.csv").write_text(
        "code,name,unit_type,district,new_code,successors,spellings\n"
        "00001,Một,thi_tran,Huyện A,00001,00001;00002,\n"
        "00003,Ba,xa,Huyện B,00002,00002,Bà;Bá\n",
        encoding="utf-8",
    )
    (tmp_path / "units_2025-02.csv").write_text(
        "code,name,unit_type,district,new_code,spellings\n"
        "00001,Một,phuong,Thị xã A,00001,\n"
        "00003,Ba,xa,Huyện B,00001,\n"
        "00002,Hai,xa,Huyện B,00002,\n",
        encoding="utf-8",
    )
    (tmp_path / "communes_2025-07.csv").write_text(
        "code,name,unit_type,area_km2,population,lon,lat,seat\n"
        '00001,Một,phuong,1.50,10,104.1,21.1,"Bản A, phường Một"\n'
        "00002,Hai,xa,2.00,20,104.2,21.2,\n",
        encoding="utf-8",
    )
    units = {(unit.vintage, unit.code): unit for unit in read_units(tmp_path)}
    assert len(units) == 7
    town = units["2024-12", "00001"]
    assert (town.full_name, town.successors, town.split) == ("Thị trấn Một", ("00001", "00002"), True)
    assert units["2024-12", "00003"].spellings == ("Bà", "Bá")
    assert not units["2025-02", "00003"].split
    today = units["2025-07", "00001"]
    # Its districts are those of February 2025, not of 2024.
    assert today.district == "Thị xã A, Huyện B"
    assert (today.area_km2, today.population, today.seat) == (1.5, 10, "Bản A, phường Một")
    assert units["2025-07", "00002"].seat is None
