import { day, type Seeding } from '../../engine/seeding.ts';
import { contacts } from '../contacts/tables.ts';
import { conversations } from '../conversations/tables.ts';
import { recordEvent, sendMessage } from './changes.ts';
import type { EventKind, Receipt } from './model.ts';
import { sendWhatsapp } from './whatsapp.ts';

type Content = Pick<Receipt, 'content_type' | 'content_title' | 'created_via'> & {
  series?: string;
  /** What may happen to it. */
  events: EventKind[];
};

const contents: Content[] = [
  {
    content_type: 'Email',
    content_title: 'Welcome, "friend"',
    created_via: 'series',
    series: 'Onboarding, first week',
    events: ['open', 'click', 'reply', 'series_completion', 'series_disengagement', 'series_exit', 'goal_success'],
  },
  {
    content_type: 'Email',
    content_title: 'What is new\nthis month',
    created_via: 'email',
    events: ['open', 'click', 'unsubscribe', 'hard_bounce', 'soft_bounce'],
  },
  { content_type: 'Chat', content_title: 'Can we help?', created_via: 'chat', events: ['reply', 'dismissal'] },
  {
    content_type: 'Post',
    content_title: 'Neues für Zoë – 名前',
    created_via: 'post',
    events: ['reaction', 'dismissal'],
  },
  {
    content_type: 'Tour',
    content_title: 'A tour of the inbox',
    created_via: 'tour',
    events: ['tour_step_view', 'tour_step_failure', 'completion'],
  },
  {
    content_type: 'Survey',
    content_title: 'How are we doing?',
    created_via: 'survey',
    events: ['answer', 'completion'],
  },
];

const templates = ['appointment_reminder', 'order_update'];

/** However many contacts there are: exports are not what a large workspace is made for. */
const most = 60;

/** A message for some of the contacts over a year, in the middle of a day, and what most of them did with it in the days after. */
export function seedMessages(seeding: Seeding): void {
  const { store, random, end } = seeding;
  const readers = [...store.get(contacts).all.values()].slice(0, most);
  readers.forEach((contact, i) => {
    const number = i % contents.length;
    const { series, events, ...content } = contents[number]!;
    const received_at = end - Math.floor((i / most) ** 2 * 365) * day - random.int(6 * 3600, 18 * 3600);
    const { receipt_id } = sendMessage(store, {
      ...content,
      received_at,
      user_id: contact.id,
      user_external_id: contact.external_id ?? '',
      company_id: contact.company_ids[0] ?? '-1',
      company_external_id: contact.company_ids[0] ? `company-${i}` : '',
      email: contact.email ?? '',
      name: contact.name ?? '',
      ruleset_id: String(300_001 + number),
      ruleset_version_id: String(700_001 + number),
      content_id: String(500_001 + number),
      device: random.pick(['Desktop', 'Mobile', '']),
      conversation_id: content.content_type === 'Chat' ? String(400_001 + i) : '',
      series_id: series ? '900001' : '-1',
      series_title: series ?? '',
      node_id: series ? 'node-1' : '',
    });
    for (const kind of events) {
      if (i >= contents.length && random.chance(0.4)) continue;
      const at = received_at + random.int(1, Math.min(20 * day, end - received_at - 100));
      for (const others of variantsOf(kind)) recordEvent(store, receipt_id, kind, { at, ...others });
      if (kind === 'open') recordEvent(store, receipt_id, kind, { at: at + 77 });
    }
  });
  seedWhatsapp(seeding);
}

/** Reminders and news by WhatsApp, more than a page of them in one ruleset; the newest are still under way. */
function seedWhatsapp({ store, random, end }: Seeding): void {
  const readers = [...store.get(contacts).all.values()];
  if (readers.length === 0) return;
  const talks = [...store.get(conversations).all.keys()];
  for (let i = 0; i < 130; i++) {
    const contact = readers[i % readers.length]!;
    const number = i % 10 === 9 ? 1 : 0;
    const received_at = end - 3600 - Math.floor((130 - i) / 3) * day;
    const status = i > 120 ? 'sent' : random.pick(['delivered', 'read', 'read', 'failed'] as const);
    const receipt = {
      received_at,
      user_id: contact.id,
      user_external_id: contact.external_id ?? '',
      email: contact.email ?? '',
      name: contact.name ?? '',
      ruleset_id: String(300_101 + number),
      ruleset_version_id: String(700_101 + number),
      content_id: String(500_101 + number),
      content_title: number === 0 ? 'Your appointment' : 'Your order',
      conversation_id: talks.length > 0 ? random.pick(talks) : '',
    };
    const updated_at = status === 'sent' ? received_at : received_at + random.int(1, 600);
    sendWhatsapp(store, receipt, { status, updated_at, template_name: templates[number] });
  }
}

/** What happens in one second, each time something else. */
function variantsOf(kind: EventKind): Record<string, string>[] {
  switch (kind) {
    case 'click':
      return [
        { link_type: 'link', url: 'https://northwind.example/news?a=1,2' },
        { link_type: '', url: 'https://northwind.example/pricing' },
      ];
    case 'answer':
      return [
        { question_id: '1', question: 'How likely are you to recommend us?', response_type: 'number', response: '9' },
        { question_id: '2', question: 'Why?', response_type: 'text', response: 'Quick, "friendly"\nand near' },
      ];
    case 'reaction':
      return [{ reaction: '😃' }];
    case 'tour_step_view':
      return [{ step_id: '1' }, { step_id: '2' }];
    case 'tour_step_failure':
      return [{ step_id: '3', failed_selector: 'a.next, a.skip', failure_url: 'https://northwind.example/inbox' }];
    case 'series_completion':
      return [{ completion_node_ruleset_id: '300001' }];
    case 'series_disengagement':
      return [{ disengaged_node_ruleset_id: '300002' }];
    default:
      return [{}];
  }
}
