import { isAbsolute, normalize, relative, sep } from 'node:path';
import { TARGET_IDS, type Target } from '../kernel/target.js';

export interface HotFolderSettings {
  /** Absolute, normal, without a slash at the end. */
  path: string;
  /** What it does not name is left to System/Inbox. */
  target: Target;
  /** By the path below the hot folder, with `/` between the names. */
  subFolders: ReadonlyMap<string, Target>;
  /** What becomes of a file once its document is committed. */
  afterwards: 'done' | 'delete';
  /** `required`: a file waits until its `.meta.json` is there. */
  sidecar: 'optional' | 'required';
}

const MEMBERS = ['path', ...Object.keys(TARGET_IDS), 'sub_folders', 'after', 'sidecar'];

/**
 * Absolute paths with commas between them, or a JSON array whose elements are paths or objects.
 * @param refuse is told what is wrong, and may be told several things
 */
export function readHotFolders(text: string, refuse: (problem: string) => void): HotFolderSettings[] {
  const folders = elementsOf(text, refuse).map((element) => readOne(element, refuse));
  const paths = folders.map(({ path }) => path).filter((path) => path !== '');
  for (const [index, path] of paths.entries()) {
    const other = paths.find((each, at) => at !== index && isWithin(each, path));
    if (other !== undefined && (other !== path || paths.indexOf(path) !== index)) {
      refuse(`has ${path}, and ${other} in it: each file must lie in one hot folder only`);
    }
  }
  return folders;
}

/** Whether a path is that folder, or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function elementsOf(text: string, refuse: (problem: string) => void): unknown[] {
  if (!text.startsWith('[')) {
    return text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  }
  try {
    return JSON.parse(text) as unknown[];
  } catch (error) {
    refuse(`begins as a JSON array and is none: ${(error as Error).message}`);
    return [];
  }
}

function readOne(element: unknown, refuse: (problem: string) => void): HotFolderSettings {
  const given = typeof element === 'string' ? { path: element } : isObject(element) ? element : {};
  if (given !== element && typeof element !== 'string') refuse('must have paths or objects as elements');
  for (const name of Object.keys(given)) {
    if (!MEMBERS.includes(name)) refuse(`has "${name}", which is not one of ${MEMBERS.join(', ')}`);
  }
  const path = readPath(given['path'], refuse);
  return {
    path,
    target: readTarget(given, path, refuse),
    subFolders: readSubFolders(given['sub_folders'], path, refuse),
    afterwards: readChoice(given, 'after', ['done', 'delete'], refuse),
    sidecar: readChoice(given, 'sidecar', ['optional', 'required'], refuse),
  };
}

function readPath(path: unknown, refuse: (problem: string) => void): string {
  if (typeof path === 'string' && isAbsolute(path) && !path.includes('\0')) {
    return normalize(path).replace(/(?<=.)[/\\]+$/, '');
  }
  refuse(`must name folders by absolute paths such as /srv/scans, not ${JSON.stringify(path)}`);
  return '';
}

function readSubFolders(
  given: unknown,
  path: string,
  refuse: (problem: string) => void,
): Map<string, Target> {
  const targets = new Map<string, Target>();
  if (given === undefined) return targets;
  if (!isObject(given)) {
    refuse(`must have an object as sub_folders, such as {"acme/in": {"contact_id": 5}}`);
    return targets;
  }
  for (const [name, target] of Object.entries(given)) {
    const parts = name.split('/').filter(Boolean);
    if (parts.length === 0 || parts.includes('.') || parts.includes('..')) {
      refuse(`has "${name}" in sub_folders, which is no path below ${path}`);
    }
    const stranger = isObject(target)
      ? Object.keys(target).find((member) => !(member in TARGET_IDS))
      : undefined;
    if (!isObject(target) || stranger !== undefined) {
      refuse(`must give ${Object.keys(TARGET_IDS).join(', ')} and nothing else for the sub-folder "${name}"`);
    } else targets.set(parts.join('/'), readTarget(target, `${path}/${parts.join('/')}`, refuse));
  }
  return targets;
}

function readTarget(given: Record<string, unknown>, path: string, refuse: (problem: string) => void): Target {
  const target: Target = {};
  for (const [name, member] of Object.entries(TARGET_IDS)) {
    const id = given[name];
    if (id === undefined) continue;
    if (Number.isInteger(id) && Number(id) >= 1 && Number(id) < 2 ** 31) target[member] = Number(id);
    else refuse(`must have an id as ${name} of ${path}, not ${JSON.stringify(id)}`);
  }
  return target;
}

function readChoice<const Choice extends string>(
  given: Record<string, unknown>,
  name: string,
  choices: readonly [Choice, ...Choice[]],
  refuse: (problem: string) => void,
): Choice {
  const [usual] = choices;
  const value = given[name] ?? usual;
  const choice = choices.find((each) => each === value);
  if (choice === undefined)
    refuse(`must have ${choices.join(' or ')} as ${name}, not ${JSON.stringify(value)}`);
  return choice ?? usual;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
