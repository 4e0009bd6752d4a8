import type { Family } from '../stream.ts';
import { companies, companySegments } from './companies.ts';

export const companiesFamily: Family = {
  name: 'companies',
  title: 'Companies',
  streams: [companies, companySegments],
};
