import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { Forbidden, NotFound, SortedAlready, type Sorted } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { findEvidence } from '../items/evidence-item.store.ts'

interface SortingRow {
  name: string
  at: Instant
  person: string | null
  entityId: string
}

/**
 * The event in which an item was added or deleted. Searches a library's whole history, so use this only when the item
 * is not in the inbox.
 */
const sortingOf = withKeptSql((db: Db | Tx, organisationId: string, typed: { pattern: string }): Lookup<SortingRow[]> =>
  lookup<SortingRow, SortingRow[]>(
    () =>
      db('events')
        .leftJoin('people', 'people.id', 'events.person_id')
        .where('events.organisation_id', organisationId)
        .whereIn('events.name', ['evidence.received', 'evidence.inbox_item_added', 'organisation.inbox_items_deleted'])
        .where('events.facts', 'like', typed.pattern)
        .orderBy('events.sequence', 'desc')
        .limit(1)
        .select('events.name', 'events.at', 'people.name as person', 'events.entity_id as entityId'),
    ['name', 'at', 'person', 'entityId'],
    rows => rows,
  ),
)

/**
 * Returns the refusal for an item that is not in the inbox: SortedAlready with who sorted it and when, or NotFound when
 * it was never there.
 * @param itemId the id in the address, which need not be a valid id
 */
export async function whySorted(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string },
  itemId: string,
): Promise<SortedAlready | NotFound> {
  const pattern = { pattern: `%"${itemId}"%` }
  const [event] = looksLikeId(itemId) ? await runLookup(db, sortingOf(db, organisation.id, pattern)) : []
  if (!event) return new NotFound()
  const as: Sorted['as'] = event.name === 'organisation.inbox_items_deleted' ? 'deleted' : 'added'
  const evidenceId = as === 'added' && (await canOpen(db, actor, event.entityId)) ? event.entityId : null
  return new SortedAlready({ as, by: event.person, at: event.at, evidenceId })
}

async function canOpen(db: Db | Tx, actor: Actor, evidenceId: string): Promise<boolean> {
  try {
    await findEvidence(db, actor, 'evidence.read', evidenceId)
    return true
  } catch (refusal) {
    if (refusal instanceof NotFound || refusal instanceof Forbidden) return false
    throw refusal
  }
}
