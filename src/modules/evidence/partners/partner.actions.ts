import { holdApplication } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import type { Item } from '../../../domain/framework.ts'
import { activitiesMost, knownAs, partnersMost } from '../../../domain/partner.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, FormRefused, NotFound } from '../../../domain/refusals.ts'
import { addMonths, dayOf, type Instant } from '../../../domain/time.ts'
import { findEvidence, type EvidencePiece } from '../items/evidence-item.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ActivityGiven, PartnerGiven } from './partner.forms.ts'
import {
  countActivities,
  countPartners,
  deleteActivity,
  holdPartner,
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
const thing = ({ id, organisationId }: Held) => ({ kind: 'partner', id, organisationId }) as const

/** @returns its id. @throws FormRefused for a day that is still to come, or one partner too many */
export async function addPartner(
  trx: Tx,
  who: Actor,
  organisation: { id: string },
  given: PartnerGiven,
  at: Instant,
): Promise<string> {
  checkDays(given, at)
  if ((await countPartners(trx, organisation.id)) >= partnersMost)
    throw new FormRefused('name', 'partners.most', { most: partnersMost })
  const id = await insertPartner(trx, { organisation_id: organisation.id, ...columnsOf(given), added_at: at })
  await recordEvent(trx, who, 'partner.added', thing({ id, organisationId: organisation.id }), at, { kind: given.kind })
  return id
}

/** @throws Stale when somebody else changed or removed it since it was read */
export async function changePartner(
  trx: Tx,
  who: Actor,
  partner: Held,
  given: PartnerGiven,
  readAt: number,
  at: Instant,
): Promise<void> {
  checkDays(given, at)
  await updatePartner(trx, partner.id, readAt, columnsOf(given))
  await recordEvent(trx, who, 'partner.changed', thing(partner), at, { kind: given.kind })
}

/** Off the list, and out of applications that are being written. What was handed in goes on showing it. */
export async function removePartner(trx: Tx, who: Actor, partner: Held, readAt: number, at: Instant): Promise<void> {
  await updatePartner(trx, partner.id, readAt, { removed_at: at })
  await deleteAllShown(trx, partner.id)
  await recordEvent(trx, who, 'partner.removed', thing(partner), at)
}

export async function addActivity(
  trx: Tx,
  who: Actor,
  partner: Held,
  given: ActivityGiven,
  at: Instant,
): Promise<void> {
  checkActivity(given, at)
  await holdPartner(trx, partner)
  if ((await countActivities(trx, partner.id)) >= activitiesMost)
    throw new FormRefused('title', 'partners.activity.most', { most: activitiesMost })
  const activity = await insertActivity(trx, { partner_id: partner.id, ...activityColumns(given) })
  await recordEvent(trx, who, 'partner.activity_added', thing(partner), at, { activity })
}

/** @throws Stale when somebody else changed or removed it since it was read */
export async function changeActivity(
  trx: Tx,
  who: Actor,
  partner: Held,
  activity: ActivityLine,
  given: ActivityGiven,
  readAt: number,
  at: Instant,
): Promise<void> {
  checkActivity(given, at)
  await holdPartner(trx, partner)
  await updateActivity(trx, activity.id, readAt, activityColumns(given))
  await recordEvent(trx, who, 'partner.activity_changed', thing(partner), at, { activity: activity.id })
}

/** Removed meanwhile, it does nothing more. */
export async function removeActivity(
  trx: Tx,
  who: Actor,
  partner: Held,
  activity: ActivityLine,
  at: Instant,
): Promise<void> {
  await holdPartner(trx, partner)
  if (await deleteActivity(trx, partner.id, activity.id))
    await recordEvent(trx, who, 'partner.activity_removed', thing(partner), at, { activity: activity.id })
}

/** Hangs pieces of the library's evidence on a partner. @throws NotFound for a piece that is not the library's, or that this person may not open */
export async function attachToPartner(
  trx: Tx,
  who: Actor,
  partner: Held,
  evidenceIds: readonly string[],
  at: Instant,
): Promise<void> {
  await holdPartner(trx, partner)
  for (const id of evidenceIds) await ownPiece(trx, who, partner, id)
  const added = await insertPartnerEvidence(
    trx,
    evidenceIds.map(evidenceId => ({ partnerId: partner.id, evidenceId })),
    at,
  )
  if (added.length > 0)
    await recordEvent(trx, who, 'partner.evidence_attached', thing(partner), at, {
      evidence: added.map(({ evidenceId }) => evidenceId),
    })
}

/** The piece stays on the shelf. Taken off meanwhile, it does nothing more. */
export async function detachFromPartner(
  trx: Tx,
  who: Actor,
  partner: Held,
  evidenceId: string,
  at: Instant,
): Promise<void> {
  await holdPartner(trx, partner)
  const piece = await ownPiece(trx, who, partner, evidenceId)
  if (await deletePartnerEvidence(trx, partner.id, piece.id))
    await recordEvent(trx, who, 'partner.evidence_detached', thing(partner), at, { evidence: [piece.id] })
}

/** Says which partners a piece is about. @param offered those that the page showed; what it did not show stays as it is */
export async function sayWhoItIsAbout(
  trx: Tx,
  who: Actor,
  piece: EvidencePiece,
  offered: readonly string[],
  chosen: readonly string[],
  at: Instant,
): Promise<void> {
  for (const id of offered) {
    const partner = { id, organisationId: piece.organisationId }
    const isChosen = chosen.includes(id)
    if (isChosen) await holdPartner(trx, partner)
    const isNew =
      isChosen && (await insertPartnerEvidence(trx, [{ partnerId: id, evidenceId: piece.id }], at)).length > 0
    const isGone = !isChosen && (await deletePartnerEvidence(trx, id, piece.id))
    if (isNew || isGone)
      await recordEvent(
        trx,
        who,
        isNew ? 'partner.evidence_attached' : 'partner.evidence_detached',
        thing(partner),
        at,
        { evidence: [piece.id] },
      )
  }
}

/** Shows these partnerships under an item, and no others. @param offered those that the page showed */
export async function showPartners(
  trx: Tx,
  who: Actor,
  application: Application,
  item: Item,
  offered: readonly string[],
  chosen: readonly string[],
  at: Instant,
): Promise<void> {
  if (!can(who, 'answer.write_item', application, item.id)) throw new Forbidden('answer.write_item')
  await holdApplication(trx, application)
  for (const id of chosen) await holdPartner(trx, { id, organisationId: application.organisationId })
  const about = {
    kind: 'application',
    id: application.id,
    organisationId: application.organisationId,
    applicationId: application.id,
  } as const
  const added = await insertShown(trx, application.id, item.id, chosen, at)
  const gone = await deleteShown(
    trx,
    application.id,
    item.id,
    offered.filter(id => !chosen.includes(id)),
  )
  if (added.length > 0)
    await recordEvent(trx, who, 'application.partners_shown', about, at, { item: item.id, partners: added })
  if (gone.length > 0)
    await recordEvent(trx, who, 'application.partners_left_out', about, at, { item: item.id, partners: gone })
}

async function ownPiece(trx: Tx, who: Actor, partner: Held, id: string): Promise<EvidencePiece> {
  const piece = await findEvidence(trx, who, 'evidence.read', id)
  if (piece.organisationId !== partner.organisationId) throw new NotFound()
  return piece
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
