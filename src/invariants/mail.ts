import { brokenBy, type Check } from './broken.ts'

/** I4: no letter stays half sent, and no job holds its lease, beyond the lease's end and one more round. */
export const leasesEnd: Check = async ({ database: { db }, now }) => {
  const emails = await db('outbox')
    .where({ status: 'sending' })
    .where(late => late.whereNull('lease_until').orWhere('lease_until', '<', now))
    .select('id')
  return brokenBy(
    'I4',
    emails.map(({ id }) => ({ entity: `letter ${id}`, what: 'is being sent beyond its lease' })),
  )
}
