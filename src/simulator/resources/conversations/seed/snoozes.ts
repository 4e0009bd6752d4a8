/** Conversations that are put off. */
import { replies, sentences } from '../../words.ts';
import { about, type Course, type Scene, variantOf, whenWorked } from './scene.ts';

const day = 86_400;

/** Until a day to come, or as long as nobody comes back to it; then it is answered. */
export function* snoozed(scene: Scene, since: number): Course {
  const { random, hours, contact, admin, colleague, operator } = scene;
  let at = whenWorked(scene, since, about(random, 300));
  let by = admin;
  const until = hours.next(at + random.int(1, 4) * day);
  yield { at, by: admin, type: 'snoozed', until, body: null };
  switch (variantOf(scene, 8, 4)) {
    case 0:
      at = until;
      yield { at, by: operator, type: 'timer_unsnooze', body: null };
      break;
    case 1:
      at = Math.min(until - 60, at + about(random, 4 * 3600));
      yield { at, by: contact, type: 'comment', body: random.pick(sentences) };
      break;
    case 2:
      at = Math.min(until - 60, hours.after(at, about(random, 3600)));
      by = colleague;
      yield { at, by, type: 'assign_and_unsnooze', to: { type: 'admin', id: colleague.id }, body: null };
      break;
    default:
      at = Math.min(until - 60, hours.after(at, about(random, 3600)));
      yield { at, by: admin, type: 'unsnoozed', body: null };
  }
  at = whenWorked(scene, at, about(random, 15 * 60));
  yield { at, by, type: 'comment', body: random.pick(replies) };
  return at;
}

/** Until a day after the end, where it is of the last weeks. */
export function* onHold(scene: Scene, since: number): Course {
  const { begun, end, random, hours, admin } = scene;
  if (begun < end - 40 * day) return since;
  const at = whenWorked(scene, since, about(random, 300));
  const until = hours.next(end + random.int(1, 9) * day);
  yield { at, by: admin, type: 'snoozed', until, body: null };
  yield { at: until, by: scene.operator, type: 'timer_unsnooze', body: null };
  return until;
}
