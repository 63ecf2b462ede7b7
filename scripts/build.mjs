// Compiles src/ and migrations/ into dist/. Builds aside and renames, so a second process on the same
// checkout keeps running on the files it started with. `ensureBuilt()` does nothing when dist/ already
// holds these very sources (a hash, not mtimes: a git checkout changes those).
import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'dist', '.sources');

/** @returns {Promise<boolean>} whether something had to be built */
export async function ensureBuilt() {
  const sources = await listSources();
  if (sources.length === 0) return false; // an image that ships dist/ alone
  const stamp = await hash(sources);
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return false;

  const { transformFile } = await import('@swc/core');
  const aside = join(root, `dist.${process.pid}-${randomUUID().slice(0, 8)}`);
  try {
    await compile(sources, aside, transformFile);
    await writeFile(join(aside, '.sources'), stamp);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw error;
  }
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) {
    await rm(aside, { recursive: true, force: true }); // another process built the same meanwhile, and runs on it
    return true;
  }
  const old = `${aside}.old`;
  await rename(join(root, 'dist'), old).catch(() => undefined);
  try {
    await rename(aside, join(root, 'dist'));
  } catch {
    await rm(aside, { recursive: true, force: true }); // another process was faster by a hair
  }
  await rm(old, { recursive: true, force: true });
  return true;
}

/**
 * @param {string[]} sources
 * @param {string} folder
 * @param {typeof import('@swc/core').transformFile} transformFile
 */
async function compile(sources, folder, transformFile) {
  for (const file of sources) {
    const target = join(folder, relative(root, file));
    await mkdir(dirname(target), { recursive: true });
    if (!file.endsWith('.ts')) {
      await cp(file, target);
      continue;
    }
    const js = target.replace(/\.ts$/, '.js');
    const { code, map } = await transformFile(file, { sourceFileName: relative(dirname(js), file) });
    await writeFile(js, `${code}\n//# sourceMappingURL=${js.split('/').pop()}.map\n`);
    if (map) await writeFile(`${js}.map`, map);
  }
}

async function listSources() {
  const files = [];
  for (const folder of ['src', 'migrations']) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries) {
      if (entry.isFile() && !/spec\.ts$/.test(entry.name)) files.push(join(entry.parentPath, entry.name));
    }
  }
  return files.sort();
}

/** @param {string[]} files */
async function hash(files) {
  const sum = createHash('sha256');
  for (const file of [...files, join(root, '.swcrc'), join(root, 'scripts/build.mjs')]) {
    sum
      .update(relative(root, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  }
  return sum.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log((await ensureBuilt()) ? 'built dist/' : 'dist/ is up to date');
}
