#!/usr/bin/env python3
"""Write a portal of counts: pacts signed at OFFICES offices over 36 months, and as many months of reports.

usage: counts.py OFFICES FOLDER

Each office and month has a row for two categories of staff, all in one CSV file. Each office stands for 120 reports,
spread over the months; a month is one file. Equal bytes for equal OFFICES. Every figure is invented.
"""

import datetime
import pathlib
import random
import sys

from circulars import HOME, SITE, write

MONTHS = 36
REPORTS_AN_OFFICE = 120
CLUSTERS = ["sekretariat", "dinas", "badan", "kewilayahan", "pendidikan", "kesehatan"]
ORIGINS = ["temuan_bawaslu", "laporan_masyarakat", "pemantau", "peserta_pemilu", "atasan_langsung", "tim_internal", "media"]
PACT = """judul = "Pakta netralitas"
jenis = "pakta_netralitas"
wajib = true
satuan = "orang"
sumber = "Rekapitulasi rekaan"
"""


def months():
    """First and last day of each month."""
    for at in range(MONTHS):
        first = datetime.date(2022 + at // 12, at % 12 + 1, 1)
        after = datetime.date(2022 + (at + 1) // 12, (at + 1) % 12 + 1, 1)
        yield first, after - datetime.timedelta(days=1)


def pacts(offices):
    chance = random.Random(1)
    rows = ["opd,kategori,per_tanggal,sasaran,ditandatangani"]
    for office in range(offices):
        for category in ("pns", "pppk"):
            target = chance.randint(40, 300)
            for at, (_, last) in enumerate(months()):
                # At least ten have signed, and ten have not, so that no office need be pooled with others.
                signed = 10 + (target - 20) * (at + 1) // MONTHS
                rows.append(f"opd-{office:04d},{category},{last},{target},{signed}")
    return "\n".join(rows) + "\n"


def reports(chance, first, last, total):
    left, origins = total, []
    for origin in ORIGINS[:-1]:
        part = chance.randint(0, left)
        left -= part
        origins.append((origin, part))
    origins.append((ORIGINS[-1], left))
    out, unproven = total // 4, total // 5
    stages = [
        ("diterima", total), ("verifikasi", total), ("tidak_registrasi", out), ("registrasi", total - out),
        ("kajian_bawaslu", total - out), ("tidak_terbukti", unproven), ("diteruskan", total - out - unproven),
    ]
    rows = [f'  {{ tahapan = "{stage}", jumlah = {count} }},' for stage, count in stages]
    from_whom = [f'  {{ sumber_laporan = "{origin}", jumlah = {count} }},' for origin, count in origins]
    return (
        f'judul = "Laporan {first:%Y-%m}"\nperiode = {{ dari = {first}, sampai = {last} }}\nper_tanggal = {last}\n'
        f'satuan = "laporan"\nsumber = "Register rekaan"\ntotal = {total}\n'
        "tahap = [\n" + "\n".join(rows) + "\n]\nasal = [\n" + "\n".join(from_whom) + "\n]\n"
    )


def main(offices, folder):
    content = folder / "content"
    write(folder / "site.toml", SITE)
    write(content / "beranda.md", HOME)
    entries = (
        f'[[opd]]\nkode = "opd-{office:04d}"\nnama = "Dinas Rekaan {office}"\nklaster = "{CLUSTERS[office % len(CLUSTERS)]}"\n'
        for office in range(offices)
    )
    write(content / "opd.toml", "\n".join(entries))
    write(content / "pakta" / "netralitas.toml", PACT)
    write(content / "pakta" / "netralitas.csv", pacts(offices))
    chance = random.Random(2)
    share = offices * REPORTS_AN_OFFICE // MONTHS
    for first, last in months():
        write(content / "pengaduan" / f"{first:%Y-%m}.toml", reports(chance, first, last, share))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), pathlib.Path(sys.argv[2]))
