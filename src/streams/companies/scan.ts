/** The walk over all companies, and what it says of the lists that they come with. */
import type { Entity } from '../../intercom/readers/reader.ts';
import { scroll } from '../../intercom/readers/scroll.ts';
import { isListOfIds, updatedAt, valueAt } from '../common/entity.ts';
import type { Scan } from '../stream.ts';

const readCompanies = scroll({ path: '/companies/scroll', items: 'data' });

/** The lists inside of a company. */
type CompanyList = 'tags' | 'segments' | 'notes';

/** Whether the company says all that it has of them: without a list it does not say that there are none. */
export const saysAll = (company: Entity, list: CompanyList): boolean => isListOfIds(valueAt(company, list, list));

/** Lists that can't be asked for elsewhere, with the streams made of them. */
const told: readonly [list: CompanyList, stream: string][] = [
  ['tags', 'company_tags'],
  ['segments', 'company_segments'],
];

export const companyScan: Scan = {
  name: 'companies',
  cursor: updatedAt,
  async *read(context, range) {
    const silent = new Map(told.map(([list]) => [list, 0]));
    for await (const page of readCompanies(context, range)) {
      for (const company of page.entities)
        for (const [list] of told) if (!saysAll(company, list)) silent.set(list, (silent.get(list) ?? 0) + 1);
      yield page;
    }
    for (const [list, stream] of told) {
      const count = silent.get(list);
      if (count)
        context.log(
          'warn',
          `${count} companies came without a whole list of their ${list}: what ${stream} hold of them is added to, not replaced.`,
        );
    }
  },
};
