// What pictures, films and PDFs say of themselves once they are published, in the eyes of other programs: exiftool and
// mat2 find no notes, qpdf finds nothing wrong.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PROGRAM = process.env.TERAWANG_PROGRAM ?? here("../../target/debug/terawang");
const MADE = here("../data/attachments");
const PICTURES = ["exiftool-photo.jpg", "exiftool-picture.png", "exiftool-picture.webp", "exiftool-film.mp4"];
const DOCUMENTS = ["chromium-clean.pdf", "libreoffice-clean.pdf", "qpdf-linearized-clean.pdf"];
const NIP = "198501012010011999";
// How a file is built, not what somebody wrote into it; which way is up, and how tall the picture is then.
const OF_THE_FORMAT = /^(SourceFile|(ExifTool|System|File|JFIF|PNG|PNG-pHYs|RIFF|QuickTime|Track\d+|Composite|ICC_Profile|ICC-\w+):.*|IFD0:Orientation)$/;

const OF_THE_PICTURE = /^\s+(No metadata found|(Orientation|ExifByteOrder|Gamma|(Red|Green|Blue|WhitePoint)[XY]): )/;

const root = mkdtempSync(join(tmpdir(), "terawang-metadata-"));
after(() => rmSync(root, { recursive: true, force: true }));
const folder = join(root, "content/edaran/2024/se");
mkdirSync(folder, { recursive: true });
const listed = [...PICTURES, ...DOCUMENTS].map((name) => `{ berkas = "${name}", judul = "Naskah" }`);
writeFileSync(join(root, "site.toml"), 'nama = "P"\nlembaga = "L"\nkode_wilayah = "99.99"\nalamat = "https://netralitas.uji.go.id"\n');
writeFileSync(join(root, "content/beranda.md"), '+++\njudul = "Beranda"\n+++\n');
writeFileSync(
  join(folder, "index.md"),
  `+++\njudul = "Se"\njenis = "surat_edaran"\ntanggal = 2024-07-01\npenerbit = "Bupati"\nlampiran = [${listed.join(", ")}]\n+++\n`,
);
for (const name of [...PICTURES, ...DOCUMENTS]) copyFileSync(join(MADE, name), join(folder, name));
const built = spawnSync(PROGRAM, ["build", "-q", "--root", root, "--clock", "2024-12-01"]);
const published = (name) => join(root, "public/edaran/2024/se", name);

const run = (program, ...args) => {
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  assert.equal(done.error, undefined, `${program} is missing: tests/run installs it`);
  return done;
};
const tags = (file) => JSON.parse(run("exiftool", "-json", "-G1", "-a", "-u", "-ee", "-api", "LargeFileSupport=1", file).stdout)[0];

test("the portal is built", () => assert.equal(built.status, 0, String(built.stderr)));

for (const name of PICTURES) {
  test(`exiftool finds no notes in ${name}`, () => {
    assert.match(JSON.stringify(tags(join(MADE, name))), new RegExp(NIP), "the original has some");
    const left = tags(published(name));
    assert.deepEqual(Object.keys(left).filter((key) => !OF_THE_FORMAT.test(key)), []);
    assert.doesNotMatch(JSON.stringify(left), new RegExp(`${NIP}|GPS|Location`, "i"));
    const size = (all) => Object.entries(all).filter(([key]) => /:(ImageSize|Duration|Orientation)$/.test(key));
    const before = Object.fromEntries(size(tags(join(MADE, name))));
    for (const [key, value] of size(left)) assert.equal(value, before[key], key);
  });

  // Of films it tells every number of the format.
  if (name.endsWith(".mp4")) continue;
  test(`mat2 finds no notes in ${name}`, () => {
    const shown = run("mat2", "--show", published(name));
    assert.equal(shown.status, 0, shown.stderr);
    const found = shown.stdout.split("\n").filter((line) => /^\s+\S/.test(line) && !OF_THE_PICTURE.test(line));
    assert.deepEqual(found, []);
  });
}

for (const name of DOCUMENTS) {
  test(`qpdf finds nothing wrong with ${name}`, () => {
    const checked = run("qpdf", "--check", published(name));
    assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  });
}
