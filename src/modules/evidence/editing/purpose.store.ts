import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { itemByCode, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import { findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** The criterion that a person came from when they added evidence. */
export interface CriterionPurpose {
  application: Application
  item: Item
}

/**
 * Finds the criterion that is named in an address.
 * @returns null when there is none, or when the person can no longer change its answer
 */
export async function criterionToReturnTo(
  db: Db | Tx,
  actor: Actor,
  { id, code, organisationId }: { id: string; code: string; organisationId: string },
): Promise<CriterionPurpose | null> {
  if (!looksLikeId(id)) return null
  try {
    const application = await findApplication(db, actor, 'answer.write', id)
    const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
    if (!item || application.organisationId !== organisationId) return null
    return can(actor, 'answer.write_item', application, item.id) ? { application, item } : null
  } catch (refusal) {
    if (refusal instanceof NotFound || refusal instanceof Forbidden) return null
    throw refusal
  }
}

/** Returns the query string that passes the criterion from one consent page to the next; empty without a criterion. */
export const queryFor = (purpose: CriterionPurpose | null): string =>
  purpose
    ? `?${new URLSearchParams({ application: purpose.application.id, criterion: purpose.item.code }).toString()}`
    : ''
