import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, theService, withoutRights } from '../../../domain/actor.ts'
import { Stale } from '../../../domain/refusals.ts'
import { monthsEnquiriesKept } from '../../../domain/retention.ts'
import { addMonths, dayOf, instantAt } from '../../../domain/time.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { readersWithRole } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { countOne, siteOf, type Limit } from '../../../web/limits.ts'
import { registerUnlessKnown } from '../organisations/organisation.actions.ts'
import type { Registration } from '../organisations/organisation.forms.ts'
import type { NewEnquiry, Refusal } from './enquiry.forms.ts'
import { deleteEnquiry, eraseAnsweredBefore, insertEnquiry, setAnswered, type Enquiry } from './enquiry.store.ts'

const day = 24 * 60 * 60
/**
 * The limit for one network. It allows 10 enquiries a day, because the libraries of one council can share a network.
 */
const perNetwork: Limit = { name: 'enquiries from a network', most: 10, seconds: day }
/**
 * The limit for one site. One subscriber can have thousands of IPv6 networks, which together could use up the limit for
 * everyone.
 */
const perSite: Limit = { name: 'enquiries from a site', most: 20, seconds: day }
/** The limit for all networks together, because each enquiry emails every coordinator. */
const inTotal: Limit = { name: 'enquiries in total', most: 100, seconds: day }

const entity = ({ id }: { id: string }, organisationId: string | null = null) =>
  ({ kind: 'enquiry', id, organisationId }) as const

/**
 * Saves a visitor's enquiry and emails the coordinators.
 * @throws TooMany when the visitor's network, the visitor's site or all networks together have reached the daily limit
 */
export async function receiveEnquiry(work: UnitOfWork, given: NewEnquiry, network: string): Promise<void> {
  await countOne(work.trx, perNetwork, network, work.at)
  const site = siteOf(network)
  if (site !== network) await countOne(work.trx, perSite, site, work.at)
  await countOne(work.trx, inTotal, '', work.at)
  const id = await insertEnquiry(work.trx, given, work.at)
  await recordEvent(as(withoutRights('a visitor'), work), 'enquiry.received', entity({ id }))
  for (const reader of await readersWithRole(work.trx, 'coordinator')) {
    await queueEmail(work, {
      name: 'enquiry received',
      to: recipientOf(reader),
      entity: { kind: 'enquiry', id },
      facts: { enquiryId: id },
    })
  }
}

/**
 * Registers the organisation and invites its lead.
 * @returns the organisation's id
 * @throws Stale when the enquiry has already been answered or deleted; FormRefused or FormLimited as
 * `registerUnlessKnown` does
 */
export async function registerEnquiry(work: UnitOfWork, enquiry: Enquiry, given: Registration): Promise<string> {
  if (enquiry.status !== 'waiting') throw new Stale()
  const organisationId = await registerUnlessKnown(work, given)
  await setAnswered(work.trx, enquiry, { status: 'registered', organisationId, by: work.actor.id, at: work.at })
  await recordEvent(work, 'enquiry.registered', entity(enquiry, organisationId))
  return organisationId
}

/**
 * Declines an enquiry, or deletes it as spam. Sends no email.
 * @throws Stale when the enquiry has already been answered or deleted
 */
export async function refuseEnquiry(work: UnitOfWork, enquiry: Enquiry, { answer, reason }: Refusal): Promise<void> {
  if (answer === 'spam') {
    await deleteEnquiry(work.trx, enquiry)
    await recordEvent(work, 'enquiry.deleted', entity(enquiry))
    return
  }
  await setAnswered(work.trx, enquiry, { status: 'declined', reason, by: work.actor.id, at: work.at })
  await recordEvent(work, 'enquiry.declined', entity(enquiry))
}

/** The daily job: erases senders' details and messages 12 months after the answer. */
export async function eraseOldEnquiries({ write, clock }: Pick<Parts, 'write' | 'clock'>): Promise<void> {
  const before = instantAt(addMonths(dayOf(clock.now()), -monthsEnquiriesKept), '00:00')
  await write(theService, async work => {
    for (const id of await eraseAnsweredBefore(work.trx, before, work.at))
      await recordEvent(as(theClock, work), 'enquiry.erased', entity({ id }))
  })
}
