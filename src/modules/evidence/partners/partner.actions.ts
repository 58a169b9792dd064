import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { holdApplication } from '../../access/access.public.ts'
import type { Application } from '../../../domain/application.ts'
import type { Item } from '../../../domain/framework.ts'
import { activitiesMost, knownAs, partnersMost } from '../../../domain/partner.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, FormRefused, NotFound } from '../../../domain/refusals.ts'
import { addMonths, dayOf, type Instant } from '../../../domain/time.ts'
import { findEvidence, type EvidenceItem } from '../items/evidence-item.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ActivityGiven, PartnerGiven } from './partner.forms.ts'
import {
  countActivities,
  countPartners,
  deleteActivity,
  lockPartner,
  insertActivity,
  insertPartner,
  updateActivity,
  updatePartner,
  type ActivityLine,
  type Partner,
} from './partner.store.ts'
import {
  deleteAllShown,
  deletePartnerEvidence,
  deleteShown,
  insertPartnerEvidence,
  insertShown,
} from '../partner-evidence/partner-evidence.store.ts'

type Held = Pick<Partner, 'id' | 'organisationId'>
const entity = ({ id, organisationId }: Held) => ({ kind: 'partner', id, organisationId }) as const

/** @returns its id. @throws FormRefused for a day that is still to come, or one partner too many */
export async function addPartner(work: UnitOfWork, organisation: { id: string }, given: PartnerGiven): Promise<string> {
  checkDays(given, work.at)
  if ((await countPartners(work.trx, organisation.id)) >= partnersMost)
    throw new FormRefused('name', 'partners.most', { most: partnersMost })
  const id = await insertPartner(work.trx, { organisation_id: organisation.id, ...columnsOf(given), added_at: work.at })
  await recordEvent(work, 'partner.added', entity({ id, organisationId: organisation.id }), { kind: given.kind })
  return id
}

/** @throws Stale when someone else changed or removed it since it was read */
export async function changePartner(
  work: UnitOfWork,
  partner: Held,
  given: PartnerGiven,
  readAt: number,
): Promise<void> {
  checkDays(given, work.at)
  await updatePartner(work.trx, partner.id, readAt, columnsOf(given))
  await recordEvent(work, 'partner.changed', entity(partner), { kind: given.kind })
}

/** Off the list, and out of applications that are being written. What was handed in goes on showing it. */
export async function removePartner(work: UnitOfWork, partner: Held, readAt: number): Promise<void> {
  await updatePartner(work.trx, partner.id, readAt, { removed_at: work.at })
  await deleteAllShown(work.trx, partner.id)
  await recordEvent(work, 'partner.removed', entity(partner))
}

export async function addActivity(work: UnitOfWork, partner: Held, given: ActivityGiven): Promise<void> {
  checkActivity(given, work.at)
  await lockPartner(work.trx, partner)
  if ((await countActivities(work.trx, partner.id)) >= activitiesMost)
    throw new FormRefused('title', 'partners.activity.most', { most: activitiesMost })
  const activity = await insertActivity(work.trx, { partner_id: partner.id, ...activityColumns(given) })
  await recordEvent(work, 'partner.activity_added', entity(partner), { activity })
}

/** @throws Stale when someone else changed or removed it since it was read */
export async function changeActivity(
  work: UnitOfWork,
  partner: Held,
  activity: ActivityLine,
  given: ActivityGiven,
  readAt: number,
): Promise<void> {
  checkActivity(given, work.at)
  await lockPartner(work.trx, partner)
  await updateActivity(work.trx, activity.id, readAt, activityColumns(given))
  await recordEvent(work, 'partner.activity_changed', entity(partner), { activity: activity.id })
}

/** Removed meanwhile, it does nothing more. */
export async function removeActivity(work: UnitOfWork, partner: Held, activity: ActivityLine): Promise<void> {
  await lockPartner(work.trx, partner)
  if (await deleteActivity(work.trx, partner.id, activity.id))
    await recordEvent(work, 'partner.activity_removed', entity(partner), { activity: activity.id })
}

/**
 * Hangs pieces of the library's evidence on a partner. @throws NotFound for a piece that is not the library's, or that
 * this person may not open
 */
export async function attachToPartner(work: UnitOfWork, partner: Held, evidenceIds: readonly string[]): Promise<void> {
  await lockPartner(work.trx, partner)
  for (const id of evidenceIds) await ownEvidence(work, partner, id)
  const added = await insertPartnerEvidence(
    work.trx,
    evidenceIds.map(evidenceId => ({ partnerId: partner.id, evidenceId })),
    work.at,
  )
  if (added.length > 0)
    await recordEvent(work, 'partner.evidence_attached', entity(partner), {
      evidence: added.map(({ evidenceId }) => evidenceId),
    })
}

/** The piece stays on the shelf. Taken off meanwhile, it does nothing more. */
export async function detachFromPartner(work: UnitOfWork, partner: Held, evidenceId: string): Promise<void> {
  await lockPartner(work.trx, partner)
  const evidence = await ownEvidence(work, partner, evidenceId)
  if (await deletePartnerEvidence(work.trx, partner.id, evidence.id))
    await recordEvent(work, 'partner.evidence_detached', entity(partner), { evidence: [evidence.id] })
}

/**
 * Says which partners a piece is about. @param offered those that the page showed; what it did not show stays as it is
 */
export async function sayWhoItIsAbout(
  work: UnitOfWork,
  evidence: EvidenceItem,
  offered: readonly string[],
  chosen: readonly string[],
): Promise<void> {
  for (const id of offered) {
    const partner = { id, organisationId: evidence.organisationId }
    const isChosen = chosen.includes(id)
    if (isChosen) await lockPartner(work.trx, partner)
    const isNew =
      isChosen &&
      (await insertPartnerEvidence(work.trx, [{ partnerId: id, evidenceId: evidence.id }], work.at)).length > 0
    const isGone = !isChosen && (await deletePartnerEvidence(work.trx, id, evidence.id))
    if (isNew || isGone)
      await recordEvent(work, isNew ? 'partner.evidence_attached' : 'partner.evidence_detached', entity(partner), {
        evidence: [evidence.id],
      })
  }
}

/** Shows these partnerships under an item, and no others. @param offered those that the page showed */
export async function showPartners(
  work: UnitOfWork,
  application: Application,
  item: Item,
  offered: readonly string[],
  chosen: readonly string[],
): Promise<void> {
  if (!can(work.actor, 'answer.write_item', application, item.id)) throw new Forbidden('answer.write_item')
  await holdApplication(work.trx, application)
  for (const id of chosen) await lockPartner(work.trx, { id, organisationId: application.organisationId })
  const about = {
    kind: 'application',
    id: application.id,
    organisationId: application.organisationId,
    applicationId: application.id,
  } as const
  const added = await insertShown(work.trx, application.id, item.id, chosen, work.at)
  const gone = await deleteShown(
    work.trx,
    application.id,
    item.id,
    offered.filter(id => !chosen.includes(id)),
  )
  if (added.length > 0) await recordEvent(work, 'application.partners_shown', about, { item: item.id, partners: added })
  if (gone.length > 0)
    await recordEvent(work, 'application.partners_left_out', about, { item: item.id, partners: gone })
}

async function ownEvidence(work: UnitOfWork, partner: Held, id: string): Promise<EvidenceItem> {
  const evidence = await findEvidence(work.trx, work.actor, 'evidence.read', id)
  if (evidence.organisationId !== partner.organisationId) throw new NotFound()
  return evidence
}

function checkDays({ since }: PartnerGiven, at: Instant): void {
  if (since > dayOf(at)) throw new FormRefused('since', 'partners.since.future')
}

function checkActivity({ from, to }: ActivityGiven, at: Instant): void {
  const latest = addMonths(dayOf(at), 24)
  if (from > latest) throw new FormRefused('from', 'partners.activity.future')
  if (to !== null && to > latest) throw new FormRefused('to', 'partners.activity.future')
}

const columnsOf = ({ name, language, englishName, kind, place, since, until, agreed, contact }: PartnerGiven) => ({
  name,
  name_key: knownAs({ name, englishName }).toLowerCase().slice(0, 100).toWellFormed().trim(),
  language,
  english_name: englishName,
  kind,
  place,
  since,
  until,
  agreed,
  contact,
})
const activityColumns = ({ title, from, to }: ActivityGiven) => ({ title, from_day: from, to_day: to })
