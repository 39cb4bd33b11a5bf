"""``python -m bench.dossiers --database postgresql://…``: how many rows a second `motcua dossiers import` takes.

On a new database of that server: a synthetic export of the national mapping is imported, imported again, and again with
every tenth dossier changed. The whole command is measured: reading, checking, encryption, events. ``--xlsx``: from a
spreadsheet.
"""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
import time
from pathlib import Path

import click
from openpyxl import Workbook

from bench.places import new_engine
from bot.store.migrate import migrate
from bot.store.secrets import Keys, new_keys
from processes.dossier_import import Options, import_file

HEAD = [
    *("MaHoSo", "MaTTHC", "TenTTHC", "ChuHoSo", "SoDienThoai", "MaTraCuu", "TrangThaiHoSo", "DonViXuLy"),
    *("PhongBanXuLy", "NgayNop", "NgayTiepNhan", "NgayHenTra", "NgayCapNhat"),
]
FIRST = dt.datetime(2025, 12, 1, 7, 30)  # noqa: DTZ001 (as an export prints it)
NOW = dt.datetime(2026, 12, 31, tzinfo=dt.timezone.utc)
A_DAY = 2_700


def write_export(path: Path, rows: int, changed: bool) -> None:
    """That many synthetic dossiers, 2,700 a day; ``changed``: every tenth has gone one status further."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        writer.writerows(_row(number, changed and number % 10 == 0) for number in range(rows))


def as_spreadsheet(path: Path) -> Path:
    """The same export as XLSX, all cells as text."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream):
            sheet.append(row)
    workbook.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def _row(number: int, changed: bool) -> list[str]:
    days, serial = divmod(number, A_DAY)
    accepted = FIRST + dt.timedelta(days=days, seconds=serial * 10)
    updated = accepted + dt.timedelta(hours=2 + changed)
    return [
        f"H37.99.{serial % 90 + 10}-{accepted:%y%m%d}-{serial + 1:04}",
        "1.004772.000.00.00.H37",
        "Đăng ký khai sinh cho người đã có hồ sơ, giấy tờ cá nhân",
        f"NGUYỄN THỊ MẪU {number}",
        f"0900000{number % 100:03}",
        f"{number % 10_000:04}",
        "5" if changed else "4",
        "UBND xã Mẫu",
        "Bộ phận Tư pháp - Hộ tịch",
        f"{accepted:%d/%m/%Y %H:%M:%S}",
        f"{accepted:%d/%m/%Y %H:%M:%S}",
        f"{accepted + dt.timedelta(days=7):%d/%m/%Y}",
        f"{updated:%d/%m/%Y %H:%M:%S}",
    ]


@click.command()
@click.option("--database", default="sqlite://", help="URL of a PostgreSQL server; without it an SQLite file.")
@click.option("--rows", default=100_000)
@click.option("--xlsx", is_flag=True, help="Import a spreadsheet instead of CSV.")
def main(database: str, rows: int, xlsx: bool) -> None:
    keys = Keys(*new_keys().values())
    with new_engine(database) as engine, tempfile.TemporaryDirectory() as folder:
        migrate(engine)
        click.echo(f"{rows} rows of {'XLSX' if xlsx else 'CSV'} on {engine.dialect.name}")
        for what, changed in (("new", False), ("again", False), ("a tenth changed", True)):
            path = Path(folder) / "export.csv"
            write_export(path, rows, changed)
            path = as_spreadsheet(path) if xlsx else path
            started, processor = time.perf_counter(), time.process_time()
            taken = import_file(engine, keys, path, Options(), NOW, lambda line: None).taken
            seconds, busy = time.perf_counter() - started, time.process_time() - processor
            click.echo(f"{what:<16}{rows / seconds:>8,.0f} rows/s, {busy / rows * 1e6:>4.0f} µs of our processor a row")
            click.echo(f"{'':<16}{taken}")


if __name__ == "__main__":
    main()
