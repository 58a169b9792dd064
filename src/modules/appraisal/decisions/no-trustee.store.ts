import type { Tx } from '../../../db/connection.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'

const withTrustee: ApplicationStatus = 'with a trustee'

/** The ids of the applications that are with a trustee, or will be again after a hold. */
export const idsWithTrustee = (trx: Tx): Promise<string[]> =>
  trx('applications')
    .where({ status: withTrustee })
    .orWhere({ status: 'on hold' satisfies ApplicationStatus, status_before: withTrustee })
    .orderBy('id')
    .pluck('id')
