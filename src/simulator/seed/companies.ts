import type { Json } from '../json.ts';
import type { Company } from '../model/company.ts';
import type { Random } from '../random.ts';
import { between, recently, type Seeding } from './seeding.ts';
import { COMPANY_KINDS, COMPANY_WORDS, INDUSTRIES, PLANS } from './words.ts';

/** Companies: some with everything, some with little more than an id. */
export function seedCompanies(seeding: Seeding): void {
  const { mutators, store, timeline, random, counts, end } = seeding;
  const tags = [...store.tags.keys()];
  const segments = [...store.segments.values()].filter(({ of }) => of === 'companies').map(({ id }) => id);

  for (let i = 0; i < counts.companies; i++) {
    const created_at = recently(seeding);
    const updated_at = between(seeding, created_at, end);
    const bare = i % 9 === 8;
    const { id } = mutators.createCompany({
      company_id: String(1000 + i),
      name: `${random.pick(COMPANY_WORDS)} ${random.pick(COMPANY_KINDS)}`,
      created_at,
      updated_at,
      segment_ids: random.sample(segments, random.int(0, 3)),
      ...(bare ? {} : detailsOf(random, created_at, updated_at, tags)),
    });
    if (i % 7 === 0) timeline.at(updated_at, () => void mutators.addCompanyNote(id, '<p>Renews <b>soon</b>.</p>'));
  }
  timeline.run();
}

function detailsOf(random: Random, created_at: number, updated_at: number, tags: string[]): Partial<Company> {
  return {
    plan: random.chance(0.7) ? random.pick(PLANS) : null,
    remote_created_at: created_at - random.int(0, 1_000_000),
    last_request_at: random.int(created_at, updated_at),
    size: random.int(1, 5000),
    website: `https://www.${random.hex(6)}.example`,
    industry: random.pick(INDUSTRIES),
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
