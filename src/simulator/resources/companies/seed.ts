import type { Json } from '../../engine/json.ts';
import type { Random } from '../../engine/random.ts';
import { between, recently, type Seeding } from '../../engine/seeding.ts';
import { segments } from '../labels/segments.ts';
import { tags } from '../labels/tags.ts';
import { companyKinds, companyWords, industries, plans } from '../words.ts';
import { companyChanges } from './changes.ts';
import type { Company } from './model.ts';

/** Companies: some with everything, some with little more than an id. */
export function seedCompanies(seeding: Seeding): void {
  const { store, timeline, random, counts, end } = seeding;
  const { createCompany, addCompanyNote } = companyChanges(store);
  const tagIds = [...store.get(tags).keys()];
  const segmentIds = [...store.get(segments).values()].filter(({ of }) => of === 'companies').map(({ id }) => id);

  for (let i = 0; i < counts.companies; i++) {
    const created_at = recently(seeding);
    const updated_at = between(seeding, created_at, end);
    const bare = i % 9 === 8;
    const { id } = createCompany({
      company_id: String(1000 + i),
      name: `${random.pick(companyWords)} ${random.pick(companyKinds)}`,
      created_at,
      updated_at,
      segment_ids: random.sample(segmentIds, random.int(0, 3)),
      ...(bare ? {} : detailsOf(random, created_at, updated_at, tagIds)),
    });
    if (i % 7 === 0) timeline.at(updated_at, () => void addCompanyNote(id, '<p>Renews <b>soon</b>.</p>'));
  }
  timeline.run();
}

function detailsOf(random: Random, created_at: number, updated_at: number, tags: string[]): Partial<Company> {
  return {
    plan: random.chance(0.7) ? random.pick(plans) : null,
    remote_created_at: created_at - random.int(0, 1_000_000),
    last_request_at: random.int(created_at, updated_at),
    size: random.int(1, 5000),
    website: `https://www.${random.hex(6)}.example`,
    industry: random.pick(industries),
    monthly_spend: random.int(0, 9000),
    session_count: random.int(0, 400),
    custom_attributes: attributesOf(random, updated_at),
    tag_ids: random.sample(tags, random.int(0, 3)),
  };
}

function attributesOf(random: Random, around: number): Record<string, Json> {
  return {
    seats: random.int(1, 900),
    region: random.pick(['EMEA', 'APAC', 'Américas', null]),
    discount: random.int(0, 400) / 8,
    self_hosted: random.chance(0.2),
    contract_ends_at: around + random.int(0, 30_000_000),
  };
}
