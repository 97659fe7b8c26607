/**
 * `node build.mjs` writes the bundles that a site serves; `node build.mjs --test` runs the tests of the pure parts.
 *
 * The output depends on the sources and the locked tools only (no maps, no times, no paths), so a rebuild that changes
 * a committed bundle means that somebody forgot to build.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "../static/wagtail_livechat");
const testOutput = join(here, "node_modules/.livechat-tests");

const bundles = {
  "loader.js": "widget/loader.ts",
  "greeter.js": "widget/greeter.ts",
  "panel.js": "widget/panel.tsx",
  "more.js": "widget/more/more.tsx",
  "visits.js": "widget/visits.ts",
  "page_api.js": "widget/page_api.ts",
  "inbox.js": "inbox/inbox.tsx",
  "inbox.css": "inbox/inbox.css",
  "badge.js": "badge/badge.ts",
  "badge.css": "badge/badge.css",
  "live_visitors.js": "live/live_visitors.ts",
  "live_visitors.css": "live/live_visitors.css",
};

/** A stylesheet that a script imports is its minified text: the widget adopts it in its shadow root. */
const cssAsText = {
  name: "css-as-text",
  setup(build) {
    build.onResolve({ filter: /\.css$/ }, (found) =>
      found.kind === "import-statement" ? { path: join(found.resolveDir, found.path), namespace: "css-text" } : null,
    );
    build.onLoad({ filter: /.*/, namespace: "css-text" }, async (found) => {
      const built = await esbuild.build({ entryPoints: [found.path], bundle: true, minify: true, write: false });
      return { contents: built.outputFiles[0].text.trim(), loader: "text", watchFiles: [found.path] };
    });
  },
};

/** For `more.js`: what the panel carries already is read from its kit, and so is all of Preact. */
async function panelsKit() {
  const entry = "widget/kit.ts";
  const built = await esbuild.build({ ...common, entryPoints: [entry], write: false, format: "esm", metafile: true });
  const code = Buffer.from(built.outputFiles[0].contents).toString("base64");
  const { kit } = await import(`data:text/javascript;base64,${code}`);
  const names = Object.keys(kit).join(", ");
  const carried = new Set(built.metafile.inputs[entry].imports.map(({ path }) => join(here, path)));
  return {
    name: "panels-kit",
    setup(build) {
      build.onResolve({ filter: /^preact(\/|$)/ }, () => ({ path: "kit", namespace: "kit" }));
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const base = join(resolveDir, path);
        return carried.has(`${base}.ts`) || carried.has(`${base}.tsx`) ? { path: "kit", namespace: "kit" } : null;
      });
      build.onLoad({ filter: /.*/, namespace: "kit" }, () => ({
        contents: `export const { ${names} } = window.wagtailLivechat.kit;`,
      }));
    },
  };
}

const common = {
  bundle: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [cssAsText],
  absWorkingDir: here,
  logLevel: "warning",
};

async function buildBundle(name, source) {
  await esbuild.build({
    ...common,
    plugins: name === "more.js" ? [cssAsText, await panelsKit()] : [cssAsText],
    entryPoints: [source],
    outfile: join(output, name),
    format: name.endsWith(".js") ? "iife" : undefined,
    minify: true,
    legalComments: "none",
    target: ["es2022", "chrome100", "firefox101", "safari16.4"],
  });
}

async function buildAll() {
  mkdirSync(output, { recursive: true });
  const present = Object.entries(bundles).filter(([, source]) => existsSync(join(here, source)));
  await Promise.all(present.map(([name, source]) => buildBundle(name, source)));
  console.log(`Built ${present.map(([name]) => name).join(", ")}.`);
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules") return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

async function runTests() {
  rmSync(testOutput, { recursive: true, force: true });
  const tests = filesBelow(here).filter((path) => /\.test\.tsx?$/.test(path)).sort();
  await esbuild.build({
    ...common,
    entryPoints: tests,
    outdir: testOutput,
    outbase: here,
    outExtension: { ".js": ".mjs" },
    platform: "node",
    format: "esm",
    target: "node18",
    sourcemap: "inline",
  });
  const built = tests.map((path) => join(testOutput, relative(here, path).replace(/\.tsx?$/, ".mjs")));
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...built], { stdio: "inherit" });
  process.exitCode = run.status ?? 1;
}

await (process.argv.includes("--test") ? runTests() : buildAll());
