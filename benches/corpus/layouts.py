"""What the sites of all peers look like: as little as a page can be, so that nobody is slow for its looks.

A page a circular with header, path, table of its data and footer; the home page with the newest twenty; the list of
all circulars and of each topic, fifty a page; the list of topics; a feed of the newest fifty; a sitemap.
"""

PER_PAGE = 50
STYLE = "body{font-family:sans-serif}"
HEAD = (
    '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>TITLE</title>'
    '<link rel="stylesheet" href="/style.css"></head><body><header><a href="/">Portal</a>'
    '<nav><a href="/edaran/">Edaran</a><a href="/tags/">Topik</a></nav></header><main>'
)
FOOT = "</main><footer><p>Kabupaten Contoh</p></footer></body></html>"
