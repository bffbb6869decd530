#!/usr/bin/env python3
"""Write a portal with one pact series whose small counts are hidden: 45 offices, six categories of staff.

usage: signatures.py PERCENT SEED FOLDER [DAYS]

On the last of DAYS days (1) about PERCENT of all have signed; on each day before, twice as many had not, or as many fewer
had as if they signed at one pace.
Headcounts are as a regency has them: many civil servants, few of some other categories, and offices without some.
Equal bytes for equal arguments. Every figure is invented.
"""

import datetime
import pathlib
import random
import sys

from circulars import HOME, SITE, write

OFFICES = 45
CLUSTERS = ["sekretariat", "dinas", "badan", "kewilayahan", "pendidikan", "kesehatan"]
USUAL = {"pns": 60, "cpns": 4, "pppk": 25, "pppk_paruh_waktu": 8, "ppnpn": 12, "tenaga_kontrak": 20}
PACT = """judul = "Pakta integritas"
jenis = "pakta_integritas"
wajib = true
satuan = "orang"
sumber = "Rekapitulasi rekaan"

[kebijakan]
cara = "rahasiakan"
"""


def pacts(percent, seed, days):
    chance = random.Random(f"{percent} {seed}")
    rows = ["opd,kategori,per_tanggal,sasaran,ditandatangani"]
    for office in range(OFFICES):
        for category, usual in USUAL.items():
            target = chance.randrange(2 * usual)
            patience = [chance.random() for _ in range(target)]
            for day in range(days):
                # Whoever has signed stays signed.
                share = max(1 - (1 - percent / 100) * 2 ** (days - 1 - day), percent / 100 * (day + 1) / days)
                signed = sum(one < share for one in patience)
                date = datetime.date(2025, 1, 31) + datetime.timedelta(days=28 * day)
                rows.append(f"opd-{office:02d},{category},{date},{target},{signed}")
    return "\n".join(rows) + "\n"


def main(percent, seed, folder, days=1):
    content = folder / "content"
    write(folder / "site.toml", SITE)
    write(content / "beranda.md", HOME)
    entries = (
        f'[[opd]]\nkode = "opd-{office:02d}"\nnama = "Dinas Rekaan {office}"\nklaster = "{CLUSTERS[office % len(CLUSTERS)]}"\n'
        for office in range(OFFICES)
    )
    write(content / "opd.toml", "\n".join(entries))
    write(content / "pakta" / "integritas.toml", PACT)
    write(content / "pakta" / "integritas.csv", pacts(percent, seed, days))


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3]), *map(int, sys.argv[4:]))
