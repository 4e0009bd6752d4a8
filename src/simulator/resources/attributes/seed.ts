import { createOne } from '../../engine/listing.ts';
import { between, day, type Seeding } from '../../engine/seeding.ts';
import { firstAdmin } from '../people/admins.ts';
import { teams } from '../people/teams.ts';
import { type ConversationAttribute, conversationAttributes } from './conversation-attributes.ts';
import { type DataAttribute, dataAttributes } from './data-attributes.ts';

type Kind = DataAttribute['data_type'];

/** Built-in attributes by model: the full name and its type. Two of a company's are called `name`, two `id`. */
const builtIn: Record<DataAttribute['model'], Record<string, Kind>> = {
  contact: {
    id: 'string',
    external_id: 'string',
    role: 'string',
    name: 'string',
    email: 'string',
    phone: 'string',
    owner_id: 'string',
    created_at: 'date',
    updated_at: 'date',
    signed_up_at: 'date',
    last_seen_at: 'date',
    last_contacted_at: 'date',
    last_replied_at: 'date',
    last_email_opened_at: 'date',
    last_email_clicked_at: 'date',
    has_hard_bounced: 'boolean',
    marked_email_as_spam: 'boolean',
    unsubscribed_from_emails: 'boolean',
    language_override: 'string',
    browser: 'string',
    browser_version: 'string',
    browser_language: 'string',
    os: 'string',
    'location.country': 'string',
    'location.region': 'string',
    'location.city': 'string',
  },
  company: {
    name: 'string',
    company_id: 'string',
    last_request_at: 'date',
    remote_created_at: 'date',
    user_count: 'integer',
    session_count: 'integer',
    'plan.name': 'string',
    'plan.id': 'string',
    monthly_spend: 'float',
    size: 'integer',
    industry: 'string',
    website: 'string',
    id: 'string',
    created_at: 'date',
    updated_at: 'date',
    app_id: 'string',
  },
};

/** Custom attributes of contacts, one of each type. Companies have fewer. */
const custom: (Pick<DataAttribute, 'model' | 'name' | 'data_type'> & Partial<DataAttribute>)[] = [
  { model: 'contact', name: 'favourite_colour', data_type: 'string', options: ['red', 'green', 'ultra "blue"'] },
  { model: 'contact', name: 'logins', data_type: 'integer', messenger_writable: true },
  { model: 'contact', name: 'score', data_type: 'float' },
  { model: 'contact', name: 'paying', data_type: 'boolean' },
  { model: 'contact', name: 'renews_at', data_type: 'date' },
  { model: 'contact', name: 'Old field', data_type: 'string', archived: true },
  { model: 'company', name: 'seats', data_type: 'integer' },
  { model: 'company', name: 'region', data_type: 'string' },
  { model: 'company', name: 'discount', data_type: 'float' },
  { model: 'company', name: 'self_hosted', data_type: 'boolean' },
  { model: 'company', name: 'contract_ends_at', data_type: 'date' },
];

/** The attributes every workspace has. */
export function seedBuiltInAttributes({ store }: Seeding): void {
  for (const model of ['contact', 'company'] as const) {
    for (const [full_name, data_type] of Object.entries(builtIn[model])) {
      const name = full_name.split('.').at(-1)!;
      createOne(store, dataAttributes, {
        model,
        name,
        full_name,
        data_type,
        label: `${model}: ${full_name}`,
        description: `The ${full_name} of a ${model}`,
        id: undefined,
        custom: false,
        ui_writable: false,
        messenger_writable: true,
        created_at: undefined,
        updated_at: undefined,
        admin_id: undefined,
      });
    }
  }
}

/** Custom attributes of contacts, companies and conversations. */
export function seedAttributes(seeding: Seeding): void {
  const { store, end } = seeding;
  const born = (): { created_at: number; updated_at: number } => {
    const created_at = between(seeding, end - 700 * day, end - 300 * day);
    return { created_at, updated_at: between(seeding, created_at, end - day) };
  };
  for (const attribute of custom) {
    createOne(store, dataAttributes, {
      label: attribute.name,
      description: `How ${attribute.name} it is`,
      ...attribute,
      ...born(),
    });
  }

  const admin_id = firstAdmin(store)!.id;
  const team = store.get(teams).keys().next().value!;
  const kinds: (Pick<ConversationAttribute, 'name' | 'data_type'> & Partial<ConversationAttribute>)[] = [
    { name: 'Order number', data_type: 'string', multiline: false },
    { name: 'Items', data_type: 'integer' },
    {
      name: 'Issue type',
      data_type: 'list',
      required: true,
      options: ['Bug', 'Question', 'Praise'].map((label) => ({
        id: `${seeding.random.hex(8)}-${seeding.random.hex(4)}-4${seeding.random.hex(3)}-a${seeding.random.hex(3)}-${seeding.random.hex(12)}`,
        label,
        archived: label === 'Praise',
      })),
    },
    { name: 'Amount', data_type: 'decimal' },
    { name: 'Escalated', data_type: 'boolean' },
    { name: 'Promised for', data_type: 'datetime', visible_to_team_ids: [team] },
    { name: 'Orders', data_type: 'relationship', reference: { type: 'many', object_type_id: 'Order' } },
    { name: 'Proofs', data_type: 'files', archived: true },
  ];
  for (const [index, kind] of kinds.entries()) {
    const description = `About the ${kind.name.toLowerCase()}`;
    createOne(store, conversationAttributes, { id: index + 1, description, admin_id, ...born(), ...kind });
  }
}
