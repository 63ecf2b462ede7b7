// Compiles src/ and migrations/ into dist/, and web/ into dist/web. Builds aside and renames, so a second process on
// the same checkout keeps running on the files it started with. `ensureBuilt()` does nothing when dist/ already
// holds these very sources (a hash, not mtimes: a git checkout changes those), and builds web/ only when that changed.
import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'dist', '.sources');
const webStampFile = join(root, 'dist', '.web-sources');
/** Smaller ones fit into a packet as they are. */
const PACKED_FROM = 1400;

/** @returns {Promise<boolean>} whether something had to be built */
export async function ensureBuilt() {
  const sources = await listSources('src', 'migrations');
  if (sources.length === 0) return false; // an image that ships dist/ alone
  const stamp = await hash([...sources, join(root, '.swcrc')]);
  const webSources = await listSources('web', 'clients/typescript/src');
  const webStamp = await hash([...webSources, join(root, 'package-lock.json')]); // the packages that are built in
  const isCurrent = async () =>
    (await readFile(stampFile, 'utf8').catch(() => '')) === stamp &&
    (await readFile(webStampFile, 'utf8').catch(() => '')) === webStamp;
  if (await isCurrent()) return false;

  const { transformFile } = await import('@swc/core');
  const aside = join(root, `dist.${process.pid}-${randomUUID().slice(0, 8)}`);
  try {
    await compile(sources, aside, transformFile);
    if ((await readFile(webStampFile, 'utf8').catch(() => '')) === webStamp) {
      await cp(join(root, 'dist/web'), join(aside, 'web'), { recursive: true });
    } else {
      await buildWeb(join(aside, 'web'));
    }
    await writeFile(join(aside, '.sources'), stamp);
    await writeFile(join(aside, '.web-sources'), webStamp);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw error;
  }
  if (await isCurrent()) {
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

/** @param {string} folder */
async function buildWeb(folder) {
  const { build } = await import('vite');
  await build({
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  for (const entry of await readdir(join(folder, 'assets'), { recursive: true, withFileTypes: true })) {
    if (/\.(m?js|css|wasm)$/.test(entry.name)) await pack(join(entry.parentPath, entry.name));
  }
}

/** Once here, instead of with each answer. @param {string} file */
async function pack(file) {
  const content = await readFile(file);
  if (content.length < PACKED_FROM) return;
  const packed = {
    '.br': await promisify(brotliCompress)(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    }),
    '.gz': await promisify(gzip)(content, { level: 9 }),
  };
  for (const [ending, bytes] of Object.entries(packed)) {
    if (bytes.length < content.length * 0.95) await writeFile(file + ending, bytes);
  }
}

/** @param {string[]} folders */
async function listSources(...folders) {
  const files = [];
  for (const folder of folders) {
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
  for (const file of [...files, join(root, 'scripts/build.mjs')]) {
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
