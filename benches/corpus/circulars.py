#!/usr/bin/env python3
"""Write a portal of N circulars, the same bytes for the same N.

usage: circulars.py N FOLDER

Each circular has about 350 words of invented Indonesian text with headings, a list, a table and a link, and
number, date, issuer, status by relation, and two topics of ten. Dates run over eleven years. Fifty circulars
stand on a page of a list. The words of circular i do not depend on N.
"""

import datetime
import pathlib
import random
import sys
import typing

WORDS = (
    "netralitas aparatur sipil negara wajib menjaga sikap adil objektif bebas dari pengaruh dan intervensi politik praktis "
    "dalam penyelenggaraan pemilihan umum serta pemilihan kepala daerah setiap pegawai dilarang memanfaatkan fasilitas dan barang milik daerah "
    "untuk kegiatan kampanye atasan langsung melakukan pembinaan dan pengawasan serta melaporkan dugaan pelanggaran kepada tim tetap "
    "sesuai ketentuan peraturan perundang undangan disiplin kode etik hukuman ringan sedang berat surat edaran ini berlaku sejak tanggal ditetapkan"
).split()
TOPICS = [
    "pemilu-2024", "pilkada-2024", "non-asn", "fasilitas-negara", "media-sosial",
    "pakta", "ikrar", "disiplin", "kode-etik", "pengaduan",
]
FIRST_DAY = datetime.date(2015, 1, 1)
DAYS = 4000

SITE = """nama = "Portal"
lembaga = "Pemerintah Kabupaten Contoh"
kode_wilayah = "99.99"
alamat = "https://contoh.go.id"
bahasa = ["id"]
zona_waktu = "WITA"
contoh = true
per_halaman = 50

[deskripsi]
id = "Surat edaran tentang netralitas aparatur sipil negara."
"""
HOME = """+++
judul = "Portal"
+++
Surat edaran Kabupaten Contoh.
"""


def sentence(chance, words):
    chosen = [chance.choice(WORDS) for _ in range(words)]
    chosen[0] = chosen[0].capitalize()
    return " ".join(chosen) + "."


def body(chance):
    parts = []
    for _ in range(4):
        parts.append(f"## {sentence(chance, 4)[:-1]}\n")
        for _ in range(2):
            parts.append(" ".join(sentence(chance, chance.randint(9, 16)) for _ in range(3)) + "\n")
    points = (f"1. **{sentence(chance, 3)[:-1]}** {sentence(chance, 10)}" for _ in range(5))
    parts.append("\n".join(points) + "\n")
    rows = (f"| {chance.choice(WORDS)} | {chance.randint(1, 900)} | {sentence(chance, 4)} |" for _ in range(5))
    parts.append("| Kategori | Jumlah | Keterangan |\n|---|---:|---|\n" + "\n".join(rows) + "\n")
    parts.append(f"Rujukan: [UU 20/2023](https://example.go.id/uu/20-2023). {sentence(chance, 8)}\n")
    return "\n".join(parts)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


class Circular(typing.NamedTuple):
    """A circular, before it is written as anybody's file."""

    name: str  # se-000012
    day: datetime.date
    title: str
    number: str
    topics: list[str]
    text: str  # Markdown


def circulars(count):
    """The circulars of a corpus, in order."""
    chance = random.Random(1)
    for at in range(count):
        day = FIRST_DAY + datetime.timedelta(days=at % DAYS)
        title = f"Surat Edaran {at} tentang {sentence(chance, 6)[:-1]}"
        topics = chance.sample(TOPICS, 2)
        yield Circular(f"se-{at:06d}", day, title, f"800/{at}/BKPSDM/{day.year}", topics, body(chance))


def main(count, folder):
    write(folder / "site.toml", SITE)
    write(folder / "content" / "beranda.md", HOME)
    for one in circulars(count):
        topics = ", ".join(f'"{topic}"' for topic in one.topics)
        keys = (
            f'judul = "{one.title}"\njenis = "surat_edaran"\nnomor = "{one.number}"\n'
            f'tanggal = {one.day}\npenerbit = "Bupati Contoh"\ntag = [{topics}]\n'
        )
        write(folder / "content" / "edaran" / str(one.day.year) / f"{one.name}.md", f"+++\n{keys}+++\n{one.text}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), pathlib.Path(sys.argv[2]))
