import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { englishNameOf, maxPartners } from '../../../domain/partner.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import type { PartnerGiven } from './partner.forms.ts'
import { countPartners, insertPartner, updatePartner, type Partner } from './partner.store.ts'

/** The ids of a partner and its library. */
export type PartnerId = Pick<Partner, 'id' | 'organisationId'>

export const partnerEntity = ({ id, organisationId }: PartnerId) => ({ kind: 'partner', id, organisationId }) as const

/**
 * @returns the partner's id
 * @throws FormRefused for a start in the future, or when the library already has the maximum number of partners
 */
export async function addPartner(work: UnitOfWork, organisation: { id: string }, given: PartnerGiven): Promise<string> {
  refuseFutureStart(given, work.at)
  if ((await countPartners(work.trx, organisation.id)) >= maxPartners)
    throw new FormRefused('name', 'partners.max', { max: maxPartners })
  const id = await insertPartner(work.trx, { organisation_id: organisation.id, ...columnsOf(given), added_at: work.at })
  await recordEvent(work, 'partner.added', partnerEntity({ id, organisationId: organisation.id }), { kind: given.kind })
  return id
}

/**
 * @param given the new details, and the partner's version when the person read it
 * @throws FormRefused for a start in the future
 * @throws Stale when the partner has been changed or removed since it was read
 */
export async function changePartner(
  work: UnitOfWork,
  partner: PartnerId,
  given: PartnerGiven & { version: number },
): Promise<void> {
  refuseFutureStart(given, work.at)
  await updatePartner(work.trx, { id: partner.id, version: given.version }, columnsOf(given))
  await recordEvent(work, 'partner.changed', partnerEntity(partner), { kind: given.kind })
}

/**
 * Removes a partner from the library's list and from its applications. Submissions keep it.
 * @throws Stale when the partner has been changed or removed since `version` was read
 */
export async function removePartner(work: UnitOfWork, partner: PartnerId, version: number): Promise<void> {
  await updatePartner(work.trx, { id: partner.id, version }, { removed_at: work.at })
  await work.tell('partner removed', { partnerId: partner.id })
  await recordEvent(work, 'partner.removed', partnerEntity(partner))
}

function refuseFutureStart({ since }: PartnerGiven, at: Instant): void {
  if (since > dayOf(at)) throw new FormRefused('since', 'partners.since.future')
}

const columnsOf = ({ name, language, englishName, kind, place, since, until, agreed, contact }: PartnerGiven) => ({
  name,
  name_key: keyOfName(englishNameOf({ name, englishName })).slice(0, 100).toWellFormed().trim(),
  language,
  english_name: englishName,
  kind,
  place,
  since,
  until,
  agreed,
  contact,
})
