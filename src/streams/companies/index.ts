import type { Family } from '../stream.ts';
import { companies } from './companies.ts';
import { companyContacts, companyNotes, companySegments, companyTags } from './lists.ts';

export const companiesFamily: Family = {
  name: 'companies',
  title: 'Companies',
  streams: [companies, companySegments, companyTags, companyNotes, companyContacts],
};
