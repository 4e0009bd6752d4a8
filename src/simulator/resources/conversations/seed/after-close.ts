/** What comes after a conversation was closed. */

import { notes, replies, sentences } from '../../words.ts';
import { about, type Course, isTurn, type Scene, variantOf, whenWorked } from './scene.ts';

const remarks = ['Très bien 👍', 'Took a while', null, null, null, 'Solved in minutes, thank you!'];

/** Some contacts say how they found the help. */
export function* rated(scene: Scene, since: number): Course {
  const { random, contact, index } = scene;
  if (index % 7 !== 2 && !random.chance(0.1)) return since;
  const at = since + about(random, 8 * 60);
  const rating = { rating: random.pick([5, 5, 5, 4, 4, 3, 2, 1]), remark: random.pick(remarks) };
  yield { at, by: contact, type: 'conversation_rating_changed', rating, body: null };
  if (rating.remark === null) return at;
  yield { at: at + 20, by: contact, type: 'conversation_rating_remark_added', body: rating.remark };
  return at + 20;
}

/** Some are opened again: mostly by the contact, who writes once more, else by a teammate. */
export function* reopened(scene: Scene, since: number): Course {
  if (!isTurn(scene, 7, 3)) return since;
  const { random, contact, admin, colleague } = scene;
  let at = since + about(random, 9 * 3600);
  const variant = variantOf(scene, 7, 6);
  if (variant < 3) {
    yield { at, by: contact, type: 'open', body: random.pick(sentences) };
  } else {
    at = whenWorked(scene, at, about(random, 600));
    if (variant === 3) yield { at, by: admin, type: 'open', body: null };
    if (variant === 4) {
      yield { at, by: colleague, type: 'assign_and_reopen', to: { type: 'admin', id: colleague.id }, body: null };
    }
    if (variant === 5) yield { at, by: admin, type: 'note_and_reopen', body: random.pick(notes) };
  }
  at = whenWorked(scene, at, about(random, 25 * 60));
  const by = variant === 4 ? colleague : admin;
  yield { at, by, type: 'comment', body: random.pick(replies) };
  at = whenWorked(scene, at, about(random, 900));
  yield { at, by, type: 'close', body: null };
  return at;
}
