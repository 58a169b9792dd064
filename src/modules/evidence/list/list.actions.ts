import type { Request } from 'express'
import type { Db } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { Day } from '../../../domain/time.ts'
import { evidenceFound, ownersIn } from '../search/search.store.ts'
import { evidenceQueryOf, filtersFrom, offeredTo } from './list.forms.ts'

interface Library {
  organisation: { id: string }
  items: readonly { id: string }[]
  branches: readonly { id: string }[]
}

/** The ids of the evidence that matches the filters in an address, in the order of the list; at most `limit`. */
export async function everyMatching(
  db: Db,
  actor: Actor,
  { organisation, items, branches }: Library,
  { req, today, limit }: { req: Pick<Request, 'query'>; today: Day; limit: number },
): Promise<string[]> {
  const owners = await runLookup(db, ownersIn(db, organisation.id))
  const mayOpenRestricted = can(actor, 'evidence.add', organisation)
  const filters = filtersFrom(req, offeredTo({ items, branches, owners, today, mayOpenRestricted }))
  const query = evidenceQueryOf(actor, organisation, filters, today)
  if (!query) return []
  return (await runLookup(db, evidenceFound(db, actor, { ...query, after: null, limit }))).map(({ id }) => id)
}
