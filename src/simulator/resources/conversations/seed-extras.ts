import type { Json, JsonObject } from '../../engine/json.ts';
import type { Seeding } from '../../engine/seeding.ts';
import type { Contact } from '../contacts/model.ts';
import type { Admin } from '../people/admins.ts';
import type { Conversation } from './model.ts';

interface Involved {
  begun: number;
  last: number;
  contact: Contact;
  admin: Admin;
}

/** What only some conversations have: ratings, service levels, AI agents, links, quality checks, attributes. */
export function extrasOf(
  seeding: Seeding,
  index: number,
  { begun, last, contact, admin }: Involved,
): Partial<Conversation> {
  const { random } = seeding;
  const byContact = index % 10 !== 9;
  return {
    first_contact_reply: byContact
      ? { created_at: begun, type: 'conversation', url: index % 3 === 0 ? 'https://app.northwind.example' : null }
      : null,
    channel: index % 6 === 5 ? null : { initial: 'messenger', current: random.pick(['messenger', 'email']) },
    custom_attributes: attributesOf(seeding, index, last),
    ...(index % 7 === 2
      ? {
          conversation_rating: {
            rating: random.int(1, 5),
            remark: index % 2 === 0 ? 'Très bien 👍' : null,
            created_at: last,
            updated_at: last,
            contact_id: contact.id,
            teammate:
              index % 14 === 2 ? { type: 'workflow' as const, id: '901' } : { type: 'admin' as const, id: admin.id },
          },
        }
      : {}),
    ...(index % 8 === 3
      ? {
          sla_applied: {
            sla_name: 'Reply within 4 h',
            sla_status: random.pick(['hit', 'missed', 'cancelled', 'active'] as const),
          },
        }
      : {}),
    ...(index % 6 === 1 ? { ai_agent_participated: true, ai_agent: aiAgent(index, last) } : {}),
    ...(index % 12 === 7 ? { sales_agent_participated: true, sales_agent: salesAgent() } : {}),
    ...(index % 9 === 4
      ? { linked_objects: [{ type: 'ticket' as const, id: String(7000 + index), category: 'Customer' }] }
      : {}),
    ...(index % 10 === 6 ? { external_references: [{ type: 'zendesk_ticket', id: String(3_600_000 + index) }] } : {}),
    ...(index % 5 === 3 ? { monitor_evaluations: [monitor(last)], scorecards: [scorecard(admin, last)] } : {}),
  };
}

function attributesOf({ random }: Seeding, index: number, around: number): Record<string, Json> {
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

function aiAgent(index: number, at: number): JsonObject {
  return {
    source_type: 'workflow',
    source_title: 'First answer',
    last_answer_type: 'ai_answer',
    resolution_state: index % 4 === 1 ? 'assumed_resolution' : 'escalated',
    rating: index % 4 === 1 ? 4 : null,
    rating_remark: index % 4 === 1 ? 'Quick and right' : null,
    created_at: at,
    updated_at: at,
    content_sources: {
      type: 'content_source.list',
      total_count: 1,
      content_sources: [
        { content_type: 'article', url: 'https://help.northwind.example/1', title: 'How to export', locale: 'en' },
      ],
    },
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

function scorecard(admin: Admin, at: number): JsonObject {
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
