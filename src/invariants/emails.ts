import { brokenBy, type Check } from './broken.ts'

/** I4: no email is in the status `sending` without a lease, or after its lease has ended. */
export const leasesEnd: Check = async ({ database: { db }, now }) => {
  const emails = await db('outbox')
    .where({ status: 'sending' })
    .where(late => late.whereNull('lease_until').orWhere('lease_until', '<', now))
    .select('id')
  return brokenBy(
    'I4',
    emails.map(({ id }) => ({ entity: `email ${id}`, what: 'is still being sent after its lease' })),
  )
}
