import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { dayOf } from '../../../domain/time.ts'
import { linkEndsOn } from '../../../domain/upload-link.ts'
import { recordEvent } from '../../../history/record.ts'
import type { LinkGiven } from './upload-link.forms.ts'
import { endLink, insertLink, newSecret } from './upload-link.store.ts'

const entityOf = ({ id }: { id: string }) => ({ kind: 'organisation', id, organisationId: id }) as const

/**
 * @returns the link's id, and the secret part of its address. The secret is shown only once, because only its hash is
 * stored
 */
export async function createLink(
  work: UnitOfWork,
  organisation: { id: string },
  { branch, days }: LinkGiven,
): Promise<{ id: string; secret: string }> {
  const id = newId()
  const secret = newSecret()
  const endsOn = linkEndsOn(dayOf(work.at), days)
  const row = {
    id,
    organisation_id: organisation.id,
    branch_id: branch,
    made_by: work.actor.id,
    made_at: work.at,
    ends_on: endsOn,
  }
  await insertLink(work.trx, row, secret)
  await recordEvent(work, 'organisation.upload_link_made', entityOf(organisation), { link: id, branch, endsOn })
  return { id, secret }
}

/** Ends a link. Does nothing when it has already ended. */
export async function endUploadLink(work: UnitOfWork, organisation: { id: string }, id: string): Promise<void> {
  if (await endLink(work.trx, organisation, id, { by: work.actor.id, at: work.at }))
    await recordEvent(work, 'organisation.upload_link_ended', entityOf(organisation), { link: id })
}
