import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { invite } from '../../access/access.public.ts'
import { problemsOf, type PastedLine } from './pool.forms.ts'
import { knownInPool } from './pool.store.ts'

/**
 * Invites all of these people to the pool of appraisers, or none.
 * @returns the number of people invited
 * @throws FormRefused when a line is invalid or a person needs no invitation; FormLimited above the daily number of
 * invitations
 */
export async function inviteToPool(work: UnitOfWork, people: readonly PastedLine[]): Promise<number> {
  const known = await knownInPool(
    work.trx,
    people.map(({ email }) => email),
  )
  if (problemsOf(people, known).length > 0) throw new FormRefused('people', 'pool.bulk.problems')
  for (const { name, email } of people) await invite(work, { name, email, role: 'appraiser', field: 'people' })
  return people.length
}
