"""Writes kasus.csv, kasus.xlsx and kasus.ods: invented cases, the same in all three.

Run in this folder with openpyxl 3.1 and odfpy 1.4. The workbooks have a sheet of notes behind the cases, and
dates as date cells.
"""

import csv
import datetime

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

HEADING = ["No", "Nama", "NIP", "Unit Kerja", "Gol/Ruang", "Status Pegawai", "Tanggal SK", "Jenis Hukuman", "Status Perkara"]


def cases():
    for at in range(40):
        month = 5 if at % 2 else 10
        yield [
            at + 1,
            f"Kanarinama{at + 1}, S.H.",
            f"9999 {at + 1:014d}",
            ["Dinas Rekaan", "BADAN", "Dinrek", "badan"][at % 4],
            ["III/a", "IV/b", "III d"][at % 3],
            "PNS",
            datetime.date(2024, month, at % 28 + 1),
            ["Teguran lisan", "Pernyataan tertutup"][at // 2 % 2],
            "Pemeriksaan PPK" if at % 10 == 9 else "Selesai",
        ]


with open("kasus.csv", "w", newline="", encoding="utf-8") as file:
    csv.writer(file, lineterminator="\n").writerows([HEADING, *cases()])

book = Workbook()
sheet = book.active
sheet.title = "Kasus"
for row in [HEADING, *cases()]:
    sheet.append(row)
notes = book.create_sheet("Catatan")
notes.append(["Kanaricatatan"])
book.save("kasus.xlsx")

document = OpenDocumentSpreadsheet()
for name, rows in [("Kasus", [HEADING, *cases()]), ("Catatan", [["Kanaricatatan"]])]:
    table = Table(name=name)
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, datetime.date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
            elif isinstance(value, int):
                cell = TableCell(valuetype="float", value=value)
            else:
                cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
document.save("kasus.ods")
