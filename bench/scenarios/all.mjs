import { backlog } from './backlog.mjs';
import { exports } from './exports.mjs';
import { hanging } from './hanging.mjs';
import { history } from './history.mjs';
import { latency } from './latency.mjs';
import { snapshot } from './snapshot.mjs';

/** @typedef {(world: import('../lib/world.mjs').World) => Promise<import('../lib/finding.mjs').Finding[]>} Scenario */

/** @type {Record<string, Scenario>} */
export const scenarios = { backlog, history, snapshot, hanging, exports, latency };
