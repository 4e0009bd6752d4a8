import type { Family } from '../stream.ts';
import { brands } from './brands.ts';
import { companyAttributes, contactAttributes } from './data-attributes.ts';
import { officeHoursExceptions, officeHoursSchedules } from './office-hours.ts';
import { segments } from './segments.ts';
import { subscriptionTypes } from './subscription-types.ts';
import { tags } from './tags.ts';
import { workspace } from './workspace.ts';

export const workspaceFamily: Family = {
  name: 'workspace',
  title: 'Workspace',
  streams: [
    workspace,
    tags,
    segments,
    contactAttributes,
    companyAttributes,
    subscriptionTypes,
    brands,
    officeHoursSchedules,
    officeHoursExceptions,
  ],
};
