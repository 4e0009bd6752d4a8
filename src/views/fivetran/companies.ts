/** Companies, and what they belong to. */
import { int, number, tableView, text, time } from './table-view.ts';

const ofCompany = { company_id: text('company_id'), company_updated_at: time('company_updated_at') };

export const companies = [
  tableView({
    name: 'company_history',
    description: 'The companies, a row each, as they are now.',
    of: 'companies',
    history: true,
    custom: true,
    comments: { id: "Intercom's id.", company_id: "The customer's own id of it." },
    columns: {
      id: text('id'),
      company_id: text('company_id'),
      app_id: text('app_id'),
      name: text('name'),
      website: text('website'),
      industry: text('industry'),
      plan_id: text('plan', 'id'),
      plan_name: text('plan', 'name'),
      monthly_spend: number('monthly_spend'),
      size: int('size'),
      session_count: int('session_count'),
      user_count: int('user_count'),
      created_at: time('created_at'),
      updated_at: time('updated_at'),
      remote_created_at: time('remote_created_at'),
      last_request_at: time('last_request_at'),
    },
  }),
  tableView({
    name: 'company_tag_history',
    description: 'Which company has which tag, a row each.',
    of: 'company_tags',
    history: true,
    columns: { ...ofCompany, tag_id: text('id') },
  }),
  tableView({
    name: 'company_segment_history',
    description: 'Which company is in which segment, a row each.',
    of: 'company_segments',
    history: true,
    columns: { ...ofCompany, segment_id: text('id') },
  }),
];
