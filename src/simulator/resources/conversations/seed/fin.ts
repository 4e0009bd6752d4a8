/** Fin, the AI agent: it answers first, and hands over what it can't resolve. */
import { finAnswers, sentences, thanks } from '../../words.ts';
import { about, type Scene, type Step } from './scene.ts';

/** When it was done with the conversation, and whether that was all. */
export interface FinStage {
  at: number;
  isResolved: boolean;
}

const day = 86_400;

/** Half of what comes, mails aside, is met by Fin. */
export function* finStage(scene: Scene): Generator<Step, FinStage, void> {
  const { begun, random, contact, fin, isMail, index } = scene;
  if (isMail || index % 2 === 0) return { at: begun, isResolved: false };
  let at = begun + random.int(4, 25);
  yield { at, by: fin, type: 'comment', fin: 'answer', body: random.pick(finAnswers) };
  if (random.chance(0.2)) {
    at += about(random, 120);
    yield { at, by: contact, type: 'quick_reply', body: 'Tell me more' };
    at += random.int(4, 25);
    yield { at, by: fin, type: 'comment', fin: 'answer', body: random.pick(finAnswers) };
  }
  return (index >> 1) % 2 === 0 ? yield* resolved(scene, at) : yield* handover(scene, at);
}

/** The contact says so, or says nothing more. */
function* resolved(scene: Scene, since: number): Generator<Step, FinStage, void> {
  const { random, contact, fin } = scene;
  const isConfirmed = random.chance(0.4);
  let at = since;
  if (isConfirmed) {
    at += about(random, 150);
    yield { at, by: contact, type: 'comment', body: random.pick(thanks) };
    yield { at: at + 8, by: fin, type: 'comment', fin: 'words', body: 'Glad to hear that! I am closing this now.' };
  }
  at += isConfirmed ? 300 : day;
  const resolution = isConfirmed ? 'confirmed_resolution' : 'assumed_resolution';
  yield { at, by: fin, type: 'close', fin: 'words', resolution, body: null };
  if (random.chance(0.35)) {
    at += about(random, 120);
    const rating = { rating: random.pick([5, 5, 4, 4, 3, 2]), remark: random.pick([null, null, 'Quick and right']) };
    yield { at, by: contact, type: 'conversation_rating_changed', rating, body: null };
  }
  return { at, isResolved: true };
}

function* handover(scene: Scene, since: number): Generator<Step, FinStage, void> {
  const { random, contact, fin } = scene;
  const resolution = random.pick(['escalated', 'escalated', 'negative_feedback', 'procedure_handoff']);
  let at = since;
  if (resolution !== 'procedure_handoff') {
    at += about(random, 90);
    yield { at, by: contact, type: 'comment', body: random.pick(sentences) };
  }
  at += random.int(3, 9);
  yield {
    at,
    by: fin,
    type: 'comment',
    fin: 'words',
    resolution,
    body: 'I am passing this on to my human colleagues.',
  };
  return { at, isResolved: false };
}
