import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { isWaiting, localEndorsement, mostAsked, mostWaiting } from '../../../domain/endorsement.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { addressKey } from '../../../email/addresses.ts'
import { isQueued } from '../../../email/outbox.store.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import {
  type ApplicationRecord,
  holdApplication,
  withLimitBesideField,
  lockApplication,
} from '../../access/access.public.ts'
import { entity } from '../applications/application.actions.ts'
import type { AskGiven } from './endorsement.forms.ts'
import {
  endorsementsOf,
  insertEndorsement,
  isOwnAddress,
  markCancelled,
  sharedTextOf,
  updateShared,
  type EndorsementLine,
  type EndorsementSubject,
} from './endorsement.store.ts'

const day = 24 * 60 * 60
const perLibrary: Limit = { name: 'endorsements asked for by a library', most: 10, seconds: day }
/** The limit on requests from all libraries to one address, because the group might not want these emails. */
const perAddress: Limit = { name: 'endorsements asked of an address', most: 3, seconds: day }
const again: Limit = { name: 'endorsement again', most: 3, seconds: 60 * 60 }

/**
 * Asks a local group for its endorsement. The link is made when the email is sent, and shows the text as it is now.
 * @throws FormRefused for an address of the library or its team, for an address with an open request, and when the
 * application has reached the maximum number of requests or of open requests
 * @throws FormLimited when the library or the address has reached its daily limit
 * @throws Stale when the application's status or criteria have changed
 */
export async function askForEndorsement(
  work: UnitOfWork,
  { application, framework }: EndorsementSubject,
  { group, email }: AskGiven,
): Promise<void> {
  await lockApplication(work.trx, application.id)
  await holdApplication(work.trx, application)
  const asked = await endorsementsOf(work.trx, application)
  const open = asked.filter(isWaiting)
  if (await isOwnAddress(work.trx, application, email)) throw new FormRefused('email', 'endorsements.email.own')
  if (open.some(each => addressKey(each.email) === addressKey(email)))
    throw new FormRefused('email', 'endorsements.email.asked')
  if (asked.length >= mostAsked) throw new FormRefused('group', 'endorsements.too_many_asked', { most: mostAsked })
  if (open.length >= mostWaiting) throw new FormRefused('group', 'endorsements.too_many', { most: mostWaiting })
  await withLimitBesideField('email', () => countRequest(work, application, email), 'endorsements.limit')
  const row = {
    application_id: application.id,
    group_name: group,
    email,
    asked_by: work.actor.id,
    asked_at: work.at,
  }
  const id = await insertEndorsement(work.trx, row, await sharedTextOf(work.trx, application, framework))
  await recordEvent(work, 'application.endorsement_asked', entity(application), { endorsement: id, ...aboutItem })
  await queueRequest(work, application, { id, email })
}

async function countRequest({ trx, at }: UnitOfWork, { organisationId }: ApplicationRecord, email: string) {
  await countOne(trx, perLibrary, organisationId, at)
  await countOne(trx, perAddress, addressKey(email), at)
}

/**
 * Makes the group's links show the text as it is now. Emails a new link, unless an earlier email is still in the
 * outbox.
 * @throws Stale when the request was answered or cancelled, or the application's status or criteria have changed
 * @throws TooMany when this request has been emailed again three times in an hour, or the address has had three
 * requests in a day
 */
export async function askAgain(
  work: UnitOfWork,
  { application, framework }: EndorsementSubject,
  { id, email }: EndorsementLine,
): Promise<void> {
  await holdApplication(work.trx, application)
  if (!(await updateShared(work.trx, { id }, await sharedTextOf(work.trx, application, framework)))) throw new Stale()
  if (await isQueued(work.trx, 'endorsement asked', { kind: 'endorsement', id })) return
  await countOne(work.trx, again, id, work.at)
  await countOne(work.trx, perAddress, addressKey(email), work.at)
  await recordEvent(work, 'application.endorsement_asked_again', entity(application), {
    endorsement: id,
    ...aboutItem,
  })
  await queueRequest(work, application, { id, email })
}

/**
 * Cancels a request, so that its links stop working.
 * @throws Stale when the request has been answered, or has been cancelled since it was read
 */
export async function cancelEndorsement(
  work: UnitOfWork,
  { application }: EndorsementSubject,
  { id, cancelledAt }: EndorsementLine,
): Promise<void> {
  if (cancelledAt !== null) return
  if (!(await markCancelled(work.trx, { id }, work.at))) throw new Stale()
  await recordEvent(work, 'application.endorsement_cancelled', entity(application), { endorsement: id, ...aboutItem })
}

const aboutItem = { item: localEndorsement }

async function queueRequest(
  work: UnitOfWork,
  application: ApplicationRecord,
  { id, email }: { id: string; email: string },
): Promise<void> {
  await queueEmail(work, {
    name: 'endorsement asked',
    to: { personId: null, name: null, address: email, language: work.actor.language },
    entity: { kind: 'endorsement', id },
    applicationId: application.id,
  })
}
