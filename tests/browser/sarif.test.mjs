// What `check --format sarif` writes is SARIF: held against the schema of version 2.1.0.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = process.env.TERAWANG_PYTHON ?? here("../../target/test-tools/venv/bin/python");
const PROGRAM = process.env.TERAWANG_PROGRAM ?? here("../../target/debug/terawang");
const SCHEMA = here("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const VALIDATE = `
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
document = json.load(sys.stdin)
validator = jsonschema.validators.validator_for(schema)(schema)
print(json.dumps([f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(document)]))
`;

const PORTALS = {
  "a portal with many faults": {
    "site.toml": 'nama = "P"\nlembaga = "L"\nkode_wilayah = "99.99"\nalamat = "https://netralitas.uji.go.id"\n',
    "content/beranda.md": '+++\njudul = "Beranda"\n+++\n<b>x</b> [y](javascript:z)\n',
    "content/edaran/2024/se.md": '+++\njudl = "Se {kurung}"\njenis = "surat edaran"\ntanggal = "2/7/24"\n+++\n',
    "content/sanksi/a.toml": 'judul = "S"\nnama = "seseorang"\n',
  },
  "a folder without a portal": { "catatan.txt": "x" },
  "a portal without faults": {
    "site.toml": 'nama = "P"\nlembaga = "L"\nkode_wilayah = "99.99"\nalamat = "https://netralitas.uji.go.id"\n',
    "content/beranda.md": '+++\njudul = "Beranda"\n+++\n',
  },
};

for (const [name, files] of Object.entries(PORTALS)) {
  for (const lang of ["id", "en"]) {
    test(`SARIF of ${name}, ${lang}`, () => {
      const root = mkdtempSync(join(tmpdir(), "terawang-sarif-"));
      try {
        for (const [path, text] of Object.entries(files)) {
          mkdirSync(join(root, path, ".."), { recursive: true });
          writeFileSync(join(root, path), text);
        }
        const checked = spawnSync(PROGRAM, ["check", "--root", root, "--format", "sarif", "--lang", lang]);
        const judged = spawnSync(PYTHON, ["-c", VALIDATE, SCHEMA], { input: checked.stdout });
        assert.equal(judged.status, 0, String(judged.stderr));
        assert.deepEqual(JSON.parse(judged.stdout), []);
        const results = JSON.parse(checked.stdout).runs[0].results;
        assert.equal(results.length > 0, checked.status !== 0, "findings and the exit code agree");
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    });
  }
}
