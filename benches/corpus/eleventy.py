#!/usr/bin/env python3
"""Write the circulars of circulars.py as an Eleventy site.

usage: eleventy.py N FOLDER

What the pages hold is what layouts.py says of every peer. Markdown is not run through a template language first.
"""

import json
import pathlib
import sys

from circulars import circulars, write
from layouts import FOOT, HEAD, PER_PAGE, STYLE

CONFIG = f"""module.exports = function (config) {{
  const newest = (a, b) => b.date - a.date || (a.inputPath < b.inputPath ? 1 : -1);
  const letters = (api) => api.getFilteredByGlob("content/edaran/**/*.md").sort(newest);
  const pages = (route, title, all) => {{
    const count = Math.ceil(all.length / {PER_PAGE});
    const url = (number) => (number === 1 ? route : `${{route}}page/${{number}}/`);
    return Array.from({{ length: count }}, (_, at) => ({{
      title,
      url: url(at + 1),
      previous: at > 0 ? url(at) : "",
      next: at + 1 < count ? url(at + 2) : "",
      items: all.slice(at * {PER_PAGE}, (at + 1) * {PER_PAGE}),
    }}));
  }};
  const topics = (all) => [...new Set(all.flatMap((one) => one.data.topik))].sort();
  config.addCollection("letters", letters);
  config.addCollection("topics", (api) => topics(letters(api)));
  config.addCollection("lists", (api) => {{
    const all = letters(api);
    return [
      ...pages("/edaran/", "Edaran", all),
      ...topics(all).flatMap((topic) => pages(`/tags/${{topic}}/`, topic, all.filter((one) => one.data.topik.includes(topic)))),
    ];
  }});
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("first", (list, count) => list.slice(0, count));
  config.addPassthroughCopy({{ "static": "/" }});
  return {{
    dir: {{ input: "content", includes: "../layouts", output: "public" }},
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  }};
}};
"""
SINGLE = (
    HEAD.replace("TITLE", "{{ title }}")
    + '<nav><a href="/">Beranda</a> / <a href="/edaran/">Edaran</a></nav><h1>{{ title }}</h1>'
    + "<table><tr><th>Nomor</th><td>{{ nomor }}</td></tr><tr><th>Tanggal</th><td>{{ page.date | day }}</td></tr>"
    + "<tr><th>Penerbit</th><td>{{ penerbit }}</td></tr><tr><th>Status</th><td>{{ status }}</td></tr></table>"
    + '<ul>{% for topic in topik %}<li><a href="/tags/{{ topic }}/">{{ topic }}</a></li>{% endfor %}</ul>{{ content | safe }}'
    + FOOT
)
LIST = (
    '---\npagination: { data: collections.lists, size: 1, alias: list }\npermalink: "{{ list.url }}"\n---\n'
    + HEAD.replace("TITLE", "{{ list.title }}")
    + "<h1>{{ list.title }}</h1><ul>{% for one in list.items %}"
    + '<li><a href="{{ one.url }}">{{ one.data.title }}</a> <span>{{ one.data.nomor }}</span> <time>{{ one.date | day }}</time></li>'
    + '{% endfor %}</ul><nav>{% if list.previous %}<a href="{{ list.previous }}">Sebelumnya</a>{% endif %}'
    + '{% if list.next %}<a href="{{ list.next }}">Berikutnya</a>{% endif %}</nav>'
    + FOOT
)
HOME = (
    "---\npermalink: /\n---\n"
    + HEAD.replace("TITLE", "Portal")
    + "<h1>Portal</h1><ul>{% for one in collections.letters | first(20) %}"
    + '<li><a href="{{ one.url }}">{{ one.data.title }}</a></li>{% endfor %}</ul>'
    + FOOT
)
TOPICS = (
    "---\npermalink: /tags/\n---\n"
    + HEAD.replace("TITLE", "Topik")
    + '<h1>Topik</h1><ul>{% for topic in collections.topics %}<li><a href="/tags/{{ topic }}/">{{ topic }}</a></li>{% endfor %}</ul>'
    + FOOT
)
FEED = (
    "---\npermalink: /index.xml\n---\n"
    + '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Portal</title><link>https://contoh.go.id/</link>'
    + "<description>Portal</description>{% for one in collections.letters | first(50) %}<item><title>{{ one.data.title }}</title>"
    + "<link>https://contoh.go.id{{ one.url }}</link><pubDate>{{ one.date.toUTCString() }}</pubDate>"
    + "<description>{{ one.content }}</description></item>{% endfor %}</channel></rss>"
)
SITEMAP = (
    "---\npermalink: /sitemap.xml\n---\n"
    + '<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    + "{% for one in collections.letters %}<url><loc>https://contoh.go.id{{ one.url }}</loc>"
    + "<lastmod>{{ one.date | day }}</lastmod></url>{% endfor %}</urlset>"
)


def main(count, folder):
    content = folder / "content"
    write(folder / ".eleventy.js", CONFIG)
    write(folder / "static" / "style.css", STYLE)
    write(folder / "layouts" / "single.njk", SINGLE)
    write(content / "edaran" / "edaran.json", json.dumps({"layout": "single.njk"}))
    for name, text in {"list": LIST, "index": HOME, "tags": TOPICS, "feed": FEED, "sitemap": SITEMAP}.items():
        write(content / f"{name}.njk", text)
    for one in circulars(count):
        keys = (
            f'title: "{one.title}"\ndate: {one.day}\nnomor: "{one.number}"\n'
            f'penerbit: "Bupati Contoh"\nstatus: "berlaku"\ntopik: {json.dumps(one.topics)}\n'
        )
        write(content / "edaran" / str(one.day.year) / f"{one.name}.md", f"---\n{keys}---\n{one.text}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), pathlib.Path(sys.argv[2]))
