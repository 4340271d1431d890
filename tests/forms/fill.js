// Opens the page in Chromium, shows each form of a plan, fills it in by hand, and tells what came.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";
import { chromium } from "playwright-core";

const [planFile, toldFile, page, browserPath] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planFile, "utf8"));
const here = process.cwd();

await build({
  entryPoints: [join(here, "page.jsx")],
  outfile: join(here, "page.js"),
  bundle: true,
  jsx: "automatic",
  logLevel: "error",
  define: { "process.env.NODE_ENV": '"development"' },
});

const profile = mkdtempSync(join(tmpdir(), "forms-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: browserPath,
  headless: true,
  locale: "en-GB",
  viewport: { width: 1000, height: 900 },
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

async function one({ library, form, data, fill, picture }) {
  const tab = await context.newPage();
  tab.setDefaultTimeout(10_000);
  const noise = [];
  tab.on("console", (own) => {
    if (["error", "warning"].includes(own.type())) noise.push(own.text());
  });
  tab.on("pageerror", (error) => noise.push(String(error)));
  await tab.goto(pathToFileURL(page).href);
  await tab.evaluate(([name, own, start]) => window.show(name, own, start), [library, form, data]);
  await tab.waitForSelector("input");
  const told = { visible: await tab.innerText("body"), chosen: await chosen(tab) };
  if (picture) await tab.screenshot({ path: picture, fullPage: true });
  for (const step of fill) {
    try {
      await act(tab, step);
    } catch (error) {
      noise.push(`${JSON.stringify(step)}: ${error.message}`);
    }
  }
  // Text is taken over when a field is left, or after a moment.
  await tab.evaluate(() => document.activeElement.blur());
  await tab.waitForTimeout(600);
  Object.assign(told, await tab.evaluate(() => ({ filled: window.filled, errors: window.errors })));
  if (picture) await tab.screenshot({ path: picture.replace(".png", "-filled.png"), fullPage: true });
  await tab.close();
  return { ...told, noise };
}

// The question is the smallest part of the page that has both its heading and a field in it.
function field(tab, heading) {
  return tab
    .locator("fieldset, .MuiFormControl-root, .rjsf-field, .sd-question")
    .filter({ hasText: like(heading) })
    .filter({ has: tab.locator("input, textarea") })
    .last();
}

// A text as a page may show it: SurveyJS is given a joiner of no width after each brace.
function like(text, start = "", end = "") {
  const plain = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  return new RegExp(start + plain.replaceAll("\\{", "\\{\u2060?") + end);
}

async function act(tab, { heading, choose, write, number, note, reason }) {
  const part = field(tab, heading);
  const title = tab.getByText(like(heading, "^", "$")).last();
  if (number !== undefined) {
    await title.locator('xpath=following::input[@type="number"]').first().fill(number);
  }
  if (choose !== undefined) await part.getByText(like(choose, "^", "$")).click();
  if (write !== undefined) await part.locator("input, textarea").first().fill(write);
  if (note !== undefined) {
    const inside = part.locator("textarea");
    const after = part.locator("xpath=following::textarea[1]");
    await ((await inside.count()) ? inside : after).first().fill(note);
  }
  if (reason !== undefined) {
    await title.locator(`xpath=following::*[normalize-space(text())="${reason}"]`).first().click();
  }
}

function chosen(tab) {
  return tab.evaluate(() =>
    [...document.querySelectorAll("input:checked")].map((own) => own.closest("label").innerText.trim()),
  );
}

try {
  const told = [];
  for (const own of plan) told.push(await one(own));
  writeFileSync(toldFile, JSON.stringify(told));
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
