/** How a conversation goes: from its first message to its end, or as far as it has come. */
import { greetings, notes, replies, sentences, thanks } from '../../words.ts';
import { rated, reopened } from './after-close.ts';
import { finStage } from './fin.ts';
import { about, type Course, isTurn, type Scene, type Step, whenWorked } from './scene.ts';
import { onHold, snoozed } from './snoozes.ts';

const day = 86_400;

/** All that happens until the end. */
export function stepsOf(scene: Scene): Step[] {
  const steps: Step[] = [];
  for (const step of courseOf(scene)) {
    if (step.at > scene.end) break;
    steps.push(step);
  }
  return steps;
}

/** True for one that a teammate began. */
export const isOutbound = (scene: Scene): boolean => !scene.isNew && isTurn(scene, 10, 9);

function* courseOf(scene: Scene): Course {
  const { begun, bulkClosedAt, admin } = scene;
  if (isOutbound(scene)) return yield* outbound(scene);
  const stage = yield* finStage(scene);
  if (stage.isResolved) return stage.at;
  const routed = yield* routing(scene, stage.at);
  if (isTurn(scene, 17, 11) && begun < bulkClosedAt - 20 * day) {
    yield { at: bulkClosedAt, by: admin, type: 'close', body: null };
    return bulkClosedAt;
  }
  return yield* handled(scene, routed);
}

/** A teammate's message, which is answered or not. Some of those that were not are never closed. */
function* outbound(scene: Scene): Course {
  const { begun, random, contact, admin } = scene;
  if (isTurn(scene, 20, 19)) {
    if (isTurn(scene, 400, 19)) return begun;
    const at = whenWorked(scene, begun + 2 * day, about(random, 3600));
    yield { at, by: admin, type: 'close', body: null };
    return at;
  }
  const at = begun + about(random, 5 * 3600);
  yield { at, by: contact, type: 'comment', body: random.pick(sentences) };
  return yield* handled(scene, at);
}

/** To a team, by a workflow. */
function* routing({ operator, teamId, random }: Scene, at: number): Course {
  if (teamId === undefined || random.chance(0.5)) return at;
  yield { at: at + random.int(1, 5), by: operator, type: 'assignment', to: { type: 'team', id: teamId }, body: null };
  return at + 5;
}

/** A teammate takes it, answers until all is said, closes it, and what comes after that. */
function* handled(scene: Scene, since: number): Course {
  const { random, admin, colleague, operator } = scene;
  let at = whenWorked(scene, since, about(random, 28 * 60));
  if (random.chance(0.6)) yield { at: at - 15, by: admin, type: 'assignment', to: toAdmin(admin), body: null };
  if (isTurn(scene, 6, 1)) yield { at: at - 5, by: colleague, type: 'note', body: random.pick(notes) };
  yield { at, by: admin, type: 'comment', body: random.pick(greetings) };
  if (isTurn(scene, 8, 3)) yield { at: at + 2, by: admin, type: 'event', body: null };
  if (isTurn(scene, 33, 8)) yield { at: at + 9, by: admin, type: 'participant_added', body: null };
  if (!isTurn(scene, 30, 5)) return yield* goneOn(scene, at + 10);
  at += 3600;
  yield { at, by: operator, type: 'away_mode_assignment', to: toAdmin(colleague), body: null };
  return yield* goneOn({ ...scene, admin: colleague, colleague: admin }, at);
}

function* goneOn(scene: Scene, since: number): Course {
  const { random, admin } = scene;
  let at = yield* talk(scene, since);
  if (isTurn(scene, 8, 5)) at = yield* snoozed(scene, at);
  if (isTurn(scene, 11, 4)) at = yield* onHold(scene, at);
  at = whenWorked(scene, at + (random.chance(0.4) ? day : 0), about(random, 12 * 60));
  yield { at, by: admin, type: 'close', body: null };
  at = yield* rated(scene, at);
  return yield* reopened(scene, at);
}

/** Answers and replies by turns; a few conversations go on for long. */
function* talk(scene: Scene, since: number): Course {
  const { random, contact, admin, colleague } = scene;
  let at = since;
  const isLong = isTurn(scene, 200, 102);
  let rounds = isLong ? 24 : 0;
  while (!isLong && rounds < 5 && random.chance(0.3)) rounds += 1;
  for (let round = 0; round < rounds; round++) {
    at += about(random, 40 * 60, 1.4);
    yield { at, by: contact, type: 'comment', body: random.pick(sentences) };
    at = whenWorked(scene, at, about(random, 20 * 60));
    if (isLong && round % 7 === 3) yield { at: at - 10, by: colleague, type: 'note', body: random.pick(notes) };
    yield { at, by: admin, type: 'comment', body: random.pick(replies) };
  }
  if (!random.chance(0.3)) return at;
  at += about(random, 25 * 60);
  yield { at, by: contact, type: 'comment', body: random.pick(thanks) };
  return at;
}

const toAdmin = ({ id }: { id: string }) => ({ type: 'admin' as const, id });
