import { FormRefused, Stale } from '../../../domain/refusals.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { knownAddress, updateAddress, type EmailAddress } from '../../../email/email-address.store.ts'
import { recordEvent } from '../../../history/record.ts'

/**
 * Stops all emails to an address.
 * @throws Stale when emails have already been stopped, or someone has just changed the address's record
 */
export async function stopAddress(work: UnitOfWork, address: EmailAddress, reason: string): Promise<void> {
  if (address.suppressed) throw new Stale()
  const isOurs = await updateAddress(work.trx, address, {
    suppressed_at: work.at,
    suppressed_by: work.actor.id,
    suppressed_because: reason,
  })
  if (!isOurs) throw new Stale()
  await recordEvent(work, 'email.address_stopped', { kind: 'email', id: address.id })
}

/**
 * Stops emails to an address that someone entered.
 * @returns the id of the address's record
 * @throws FormRefused when emails to it were already stopped; Stale when its record has just changed
 */
export async function stopNewAddress(work: UnitOfWork, given: { address: string; reason: string }): Promise<string> {
  const address = await knownAddress(work.trx, given.address)
  if (address.suppressed) throw new FormRefused('address', 'addresses.address.stopped')
  await stopAddress(work, address, given.reason)
  return address.id
}

/**
 * Allows emails to an address again, and clears its record of bounces.
 * @throws Stale when emails are already allowed and no bounces are recorded, or someone has just changed the address's
 * record
 */
export async function allowAddress(work: UnitOfWork, address: EmailAddress): Promise<void> {
  if (!address.suppressed && address.bouncesSince === null) throw new Stale()
  const isOurs = await updateAddress(work.trx, address, {
    suppressed_at: null,
    suppressed_by: null,
    suppressed_because: null,
    bounces_since: null,
    hard: 0,
    soft: 0,
  })
  if (!isOurs) throw new Stale()
  await recordEvent(work, 'email.address_allowed', { kind: 'email', id: address.id })
}
