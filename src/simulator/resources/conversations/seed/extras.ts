import type { Json, JsonObject } from '../../../engine/json.ts';
import type { Author, Conversation } from '../model.ts';
import type { Scene } from './scene.ts';

/** What only some conversations have: links, quality checks, attributes, and what else is known of them. */
export function extrasOf(scene: Scene, last: number): Partial<Conversation> {
  const { index, random, admin, isMail } = scene;
  const initial = isMail ? 'email' : 'messenger';
  return {
    channel: index % 6 === 5 ? null : { initial, current: random.chance(0.1) ? 'email' : initial },
    custom_attributes: attributesOf(scene, last),
    ...(index % 12 === 7 ? { sales_agent_participated: true, sales_agent: salesAgent() } : {}),
    ...(index % 9 === 4
      ? { linked_objects: [{ type: 'ticket' as const, id: String(7000 + index), category: 'Customer' }] }
      : {}),
    ...(index % 10 === 6 ? { external_references: [{ type: 'zendesk_ticket', id: String(3_600_000 + index) }] } : {}),
    ...(index % 5 === 3 ? { monitor_evaluations: [monitor(last)], scorecards: [scorecard(admin, last)] } : {}),
  };
}

function attributesOf({ random, index }: Scene, around: number): Record<string, Json> {
  if (index % 4 === 3) return {};
  return {
    'Order number': `№ ${random.int(1000, 9999)}`,
    Items: random.int(1, 12),
    'Issue type': random.pick(['Bug', 'Question', 'Praise']),
    'Promised for': around + 86_400,
    ...(index % 4 === 1 ? { Amount: random.int(1, 9999) / 8, Escalated: random.chance(0.5) } : {}),
    ...(index % 16 === 2 ? { Orders: { type: 'Order.list', instances: [order(index, around)] } } : {}),
  };
}

function order(index: number, at: number): JsonObject {
  return {
    type: 'Order',
    id: String(16_032_000 + index),
    external_id: `order-${index}`,
    external_created_at: at - 3600,
    external_updated_at: at - 1800,
    created_at: at - 3000,
    updated_at: at - 1500,
    custom_attributes: { status: 'shipped' },
  };
}

function salesAgent(): JsonObject {
  return { outcome: 'qualified', routing_outcome: 'enterprise', collected_data: { seats: '40' } };
}

function monitor(at: number): JsonObject {
  return {
    monitor_id: '4410',
    monitor_name: 'Angry words',
    monitor_type: 'prompt',
    result: 'flagged',
    explanation: 'The customer sounded upset.',
    evaluated_at: at,
  };
}

function scorecard(admin: Author, at: number): JsonObject {
  return {
    scorecard_id: '551',
    scorecard_version_id: '552',
    name: 'House style',
    scorecard_type: 'human',
    passed: true,
    score: 0.75,
    ai_score: 0.875,
    evaluated_at: at,
    reviewed_teammate: { type: 'admin', admin_id: admin.id },
    evaluators: [
      {
        evaluator_id: '661',
        result: {
          value: 'pass',
          source: 'ai',
          reasoning: 'Friendly and short.',
          reason_ids: ['1', '2'],
          other_text: 'A smile helps.',
        },
      },
    ],
  };
}
