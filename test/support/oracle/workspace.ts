import { dataAttributeExceptions, notDocumented } from './contract.ts';
import { asListed, type Oracle } from './oracle.ts';

/** Ids are strings, also those that come as numbers. */
const attributes =
  (name: 'contact_attributes' | 'company_attributes'): Oracle['rows'] =>
  (workspace) =>
    workspace.truth(name).map((row) => (row.id === undefined ? row : { ...row, id: String(row.id) }));

const options = (name: 'contact_attributes' | 'company_attributes'): Oracle => ({
  contract: { undocumented: 'they are texts in a list of their attribute' },
  asks: ['GET /data_attributes'],
  rows: (workspace) =>
    workspace
      .truth(name)
      .flatMap(({ full_name, model, options: values = [] }) =>
        [...new Set(values as string[])].map((value, position) => ({ full_name, model, value, position })),
      ),
});

export const workspace: Record<string, Oracle> = {
  workspace: {
    contract: { schema: 'app', exceptions: notDocumented('id', 'we add it: the same as id_code') },
    asks: ['GET /me'],
    rows: asListed('workspace'),
  },
  office_hours_schedules: {
    contract: { schema: 'office_hours_schedule' },
    asks: ['GET /office_hours_schedules'],
    asksById: '/office_hours_schedules/:id',
    rows: asListed('office_hours_schedules'),
  },
  office_hours_exceptions: {
    contract: { schema: 'office_hours_exception' },
    asks: ['GET /office_hours_schedules', 'GET /office_hours_schedules/:id/office_hours_exceptions'],
    rows: (workspace) =>
      [...workspace.officeHoursSchedules.values()].flatMap(({ id, exceptions }) =>
        exceptions.map(({ time_intervals, ...exception }) => ({
          type: 'office_hours_exception',
          ...exception,
          office_hours_schedule_id: id,
          time_intervals: exception.exception_type === 'closed' ? null : time_intervals,
        })),
      ),
  },
  subscription_types: {
    contract: { schema: 'subscription_type' },
    asks: ['GET /subscription_types'],
    rows: asListed('subscription_types'),
  },
  brands: { contract: { schema: 'brand' }, asks: ['GET /brands'], asksById: '/brands/:id', rows: asListed('brands') },
  tags: {
    contract: { schema: 'tag' },
    asks: ['GET /tags'],
    asksById: '/tags/:id',
    rows: asListed('tags'),
    neverFilled: { 'applied_*': 'only on a tag that hangs on something' },
  },
  segments: {
    contract: { schema: 'segment' },
    asks: ['GET /segments'],
    asksById: '/segments/:id',
    rows: asListed('segments'),
    chosenBy: 'updated_at',
    untouched: {
      why: 'how many are in a segment is computed when it is asked for',
      strip: ({ count, ...row }) => row,
    },
    unmentioned: 'nothing lists deleted segments',
  },
  contact_attributes: {
    contract: { schema: 'data_attribute', exceptions: dataAttributeExceptions },
    asks: ['GET /data_attributes'],
    rows: attributes('contact_attributes'),
    /** Built-in times are told to be dates. */
    before217: (row) => (row.data_type === 'datetime' ? { ...row, data_type: 'date' } : row),
  },
  company_attributes: {
    contract: { schema: 'data_attribute', exceptions: dataAttributeExceptions },
    asks: ['GET /data_attributes'],
    rows: attributes('company_attributes'),
  },
  contact_attribute_options: options('contact_attributes'),
  company_attribute_options: options('company_attributes'),
};
