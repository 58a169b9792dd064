import type { Tx } from '../../../db/connection.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import { isWithoutCoordinator } from '../../access/access.public.ts'

const notWithTheCharity: readonly ApplicationStatus[] = ['draft', 'returned', 'withdrawn']

/** The ids of the applications that the charity has (`isWithTheCharity`), but that no coordinator can handle. */
export const idsWithoutCoordinator = (trx: Tx): Promise<string[]> =>
  trx('applications')
    .whereNotIn('status', [...notWithTheCharity])
    .whereNull('decision_letter_released_at')
    .whereRaw(isWithoutCoordinator)
    .orderBy('id')
    .pluck('id')
