/** What runs the connector. */
import type { Check } from './check.ts';

/** Majors of Node that get no fixes any more. https://nodejs.org/en/about/previous-releases */
const ended = 20;

/** `version`: as `process.versions.node` has it. */
export function checkNode(version: string): Check {
  const isOld = Number(version.split('.')[0]) <= ended;
  return {
    section: 'machine',
    name: 'Node',
    status: isOld ? 'warning' : 'ok',
    found: version,
    ...(isOld && { hint: `It works, but Node ${ended} gets no security fixes since April 2026: install 22 or later.` }),
  };
}
