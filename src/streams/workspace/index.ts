import type { Family } from '../stream.ts';
import { brands } from './brands.ts';
import {
  companyAttributeOptions,
  companyAttributes,
  contactAttributeOptions,
  contactAttributes,
} from './data-attributes.ts';
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
    contactAttributeOptions,
    companyAttributes,
    companyAttributeOptions,
    subscriptionTypes,
    brands,
    officeHoursSchedules,
    officeHoursExceptions,
  ],
};
