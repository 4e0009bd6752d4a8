/** The parts that the steps of a conversation leave. */
import type { JsonObject } from '../../../engine/json.ts';
import type { Random } from '../../../engine/random.ts';
import type { NewPart } from '../changes.ts';
import { type Scene, type Step, variantOf } from './scene.ts';
import { attachment, html, mailHeaders } from './source.ts';

/** Parts like those of Intercom: some messages have files, tags, headers of mail, buttons, or were redacted. */
export function partsOf(scene: Scene, steps: readonly Step[], tagIds: readonly string[]): NewPart[] {
  return steps.map((step, place) => Object.assign(plainPart(step), details(scene, step, place, tagIds)));
}

function plainPart({ at, by, type, body = null, to, fin }: Step): NewPart {
  return {
    part_type: type,
    body: body === null ? null : html(body),
    created_at: at,
    author: fin === undefined ? by : { ...by, from_ai_agent: true, is_ai_answer: fin === 'answer' },
    assigned_to: to ?? null,
  };
}

function details(scene: Scene, step: Step, place: number, tagIds: readonly string[]): NewPart | undefined {
  const { index, random } = scene;
  if (step.type === 'event') return namedEvents[variantOf(scene, 8, namedEvents.length)]!;
  if (step.type !== 'comment') return undefined;
  const turn = index + place;
  if (step.fin !== undefined) return turn % 4 === 0 ? { metadata: quickReplies(random) } : undefined;
  const found: NewPart = {};
  if (turn % 5 === 2) found.attachments = [attachment(index)];
  // Nothing but a file was sent.
  if (turn % 25 === 7 && step.by === scene.contact) found.body = '';
  if (turn % 5 === 3 && tagIds.length > 0) found.tag_ids = [random.pick(tagIds)];
  if (turn % 9 === 4)
    Object.assign(found, { external_id: `ext-${index}-${place}`, app_package_code: 'northwind-helper' });
  if (turn % 60 === 1) Object.assign(found, { redacted: true, body: null });
  if (scene.isMail && place < 4) found.email_message_metadata = mailHeaders(step.by, index);
  return found;
}

const namedEvents: Pick<NewPart, 'part_type' | 'event_details'>[] = [
  {
    part_type: 'conversation_attribute_updated_by_admin',
    event_details: { attribute: { name: 'Issue type' }, value: { name: 'Bug', previous: null } },
  },
  {
    part_type: 'conversation_attribute_updated_by_workflow',
    event_details: { workflow: { name: 'Triage' }, attribute: { name: 'Amount' }, value: { name: '12' } },
  },
  {
    part_type: 'conversation_attribute_updated_by_user',
    event_details: { attribute: { name: 'Order number' }, value: { name: 'B-2', previous: 'B-1' } },
  },
  { part_type: 'custom_action_started', event_details: { action: { name: 'Open a ticket elsewhere' } } },
  {
    part_type: 'custom_action_finished',
    event_details: { action: { name: 'Open a ticket elsewhere', result: 'success' } },
  },
  {
    part_type: 'operator_workflow_event',
    event_details: { workflow: { name: 'Triage' }, event: { type: 'wait_finished', result: 'Waited enough' } },
  },
];

function quickReplies(random: Random): JsonObject {
  const digits = random.hex(12);
  const uuid = (end: string): string => `6f1ed8a0-1111-4222-8333-${digits.slice(0, 11)}${end}`;
  return {
    quick_reply_options: [
      { text: 'Yes, please', uuid: uuid('1'), translations: { de: 'Ja, bitte' } },
      { text: 'No', uuid: uuid('2'), translations: null },
    ],
    quick_reply_uuid: uuid('1'),
  };
}
