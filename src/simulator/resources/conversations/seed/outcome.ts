/** What a conversation has come to by its steps: how it was rated, whether the promise of an answer in time was kept, what Fin achieved. */
import type { OfficeHours } from '../../../engine/office-hours.ts';
import type { Conversation, Rating } from '../model.ts';
import { isOutbound } from './course.ts';
import { isTurn, type Scene, type Step } from './scene.ts';

/** The workflow that asks for ratings where no teammate was in it. */
const workflow = { type: 'workflow' as const, id: '901' };

/** The rating asked for when it was closed, in the name of who closed it. */
export function ratingOf(steps: readonly Step[], contactId: string): Rating | null {
  const given = steps.findLastIndex(({ rating }) => rating !== undefined);
  if (given === -1) return null;
  const { at, rating } = steps[given]!;
  const close = steps.slice(0, given).findLast(({ type }) => type === 'close')!;
  const teammate = close.by.type === 'admin' ? { type: 'admin' as const, id: close.by.id } : workflow;
  return { ...rating!, created_at: close.at, updated_at: at, contact_id: contactId, teammate };
}

/** Teammates are to answer within four hours of work. */
const promised = 4 * 3600;

/** Of every third conversation that a contact began. Missed is only what was answered too late; what is late is still active. */
export function slaOf(scene: Scene, steps: readonly Step[]): Conversation['sla_applied'] {
  if (!isTurn(scene, 3, 1) || isOutbound(scene)) return null;
  const reply = steps.find(({ type, by }) => type === 'comment' && by.type === 'admin');
  return { sla_name: 'Reply within 4 h', sla_status: statusOf(reply, steps, scene) };
}

function statusOf(
  reply: Step | undefined,
  steps: readonly Step[],
  { begun, hours }: { begun: number; hours: OfficeHours },
): 'hit' | 'missed' | 'cancelled' | 'active' {
  if (reply !== undefined) return hours.between(begun, reply.at) <= promised ? 'hit' : 'missed';
  return steps.some(({ type }) => type === 'close') ? 'cancelled' : 'active';
}

/** What is known of Fin beside its parts: nothing where it took no part. */
export function aiAgentOf(steps: readonly Step[]): Pick<Conversation, 'ai_agent' | 'ai_agent_participated'> {
  const own = steps.filter(({ fin }) => fin !== undefined);
  if (own.length === 0) return { ai_agent_participated: false, ai_agent: null };
  const answers = own.filter(({ fin }) => fin === 'answer');
  const resolution = own.findLast((step) => step.resolution !== undefined)?.resolution ?? null;
  const isRated = resolution?.endsWith('_resolution') ?? false;
  const rated = isRated ? steps.findLast(({ rating }) => rating !== undefined) : undefined;
  const sources = answers.length === 0 ? [] : [contentSource];
  return {
    ai_agent_participated: true,
    ai_agent: {
      source_type: 'workflow',
      source_title: 'First answer',
      last_answer_type: answers.length === 0 ? null : 'ai_answer',
      resolution_state: resolution,
      rating: rated?.rating?.rating ?? null,
      rating_remark: rated?.rating?.remark ?? null,
      created_at: rated?.at ?? null,
      updated_at: rated?.at ?? null,
      content_sources: { type: 'content_source.list', total_count: sources.length, content_sources: sources },
    },
  };
}

const contentSource = {
  content_type: 'article',
  url: 'https://help.northwind.example/1',
  title: 'How to export',
  locale: 'en',
};
