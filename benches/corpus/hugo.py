#!/usr/bin/env python3
"""Write the circulars of circulars.py as a Hugo site.

usage: hugo.py N FOLDER

What the pages hold is what layouts.py says of every peer.
"""

import pathlib
import sys

from circulars import circulars, write
from layouts import FOOT, HEAD, PER_PAGE, STYLE

CONFIG = f"""baseURL = "https://contoh.go.id/"
title = "Portal"
languageCode = "id"
[taxonomies]
tag = "tags"
[pagination]
pagerSize = {PER_PAGE}
[services.rss]
limit = {PER_PAGE}
"""
TOP = HEAD.replace("TITLE", "{{ .Title }}")
SINGLE = (
    TOP
    + '<nav><a href="/">Beranda</a> / <a href="/edaran/">Edaran</a></nav><h1>{{ .Title }}</h1>'
    + "<table><tr><th>Nomor</th><td>{{ .Params.nomor }}</td></tr>"
    + '<tr><th>Tanggal</th><td>{{ .Date.Format "2006-01-02" }}</td></tr>'
    + "<tr><th>Penerbit</th><td>{{ .Params.penerbit }}</td></tr>"
    + "<tr><th>Status</th><td>{{ .Params.status }}</td></tr></table>"
    + '<ul>{{ range .Params.tags }}<li><a href="/tags/{{ . }}/">{{ . }}</a></li>{{ end }}</ul>{{ .Content }}'
    + FOOT
)
ITEM = '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>'
LIST = (
    TOP
    + "<h1>{{ .Title }}</h1><ul>{{ range PAGES }}"
    + ITEM
    + ' <span>{{ .Params.nomor }}</span> <time>{{ .Date.Format "2006-01-02" }}</time></li>{{ end }}</ul>'
    + '{{ with .Paginator }}<nav>{{ if .HasPrev }}<a href="{{ .Prev.URL }}">Sebelumnya</a>{{ end }}'
    + '{{ if .HasNext }}<a href="{{ .Next.URL }}">Berikutnya</a>{{ end }}</nav>{{ end }}'
    + FOOT
)
LAYOUTS = {
    "single": SINGLE,
    "section": LIST.replace("PAGES", "(.Paginate .RegularPagesRecursive).Pages"),
    "term": LIST.replace("PAGES", "(.Paginate .Pages).Pages"),
    "taxonomy": TOP + "<h1>{{ .Title }}</h1><ul>{{ range .Pages }}" + ITEM + "</li>{{ end }}</ul>" + FOOT,
    "home": TOP + "<h1>Portal</h1><ul>{{ range first 20 site.RegularPages }}" + ITEM + "</li>{{ end }}</ul>" + FOOT,
}


def main(count, folder):
    write(folder / "hugo.toml", CONFIG)
    write(folder / "static" / "style.css", STYLE)
    for name, text in LAYOUTS.items():
        write(folder / "layouts" / f"{name}.html", text)
    for one in circulars(count):
        keys = (
            f'title = "{one.title}"\ndate = {one.day}\nnomor = "{one.number}"\n'
            f'penerbit = "Bupati Contoh"\nstatus = "berlaku"\ntags = {one.topics!r}\n'
        )
        write(folder / "content" / "edaran" / str(one.day.year) / f"{one.name}.md", f"+++\n{keys}+++\n{one.text}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), pathlib.Path(sys.argv[2]))
