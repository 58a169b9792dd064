import type { Db } from '../../../db/connection.ts'
import { textsIn } from '../../../db/json-list.ts'
import type { Actor } from '../../../domain/actor.ts'
import { whereTheirs } from '../list/list.store.ts'
import { eventsAbout, type EventAbout } from '../../../history/events-about.ts'
import type { EventName } from '../../../history/record.ts'
import type { Partner } from './partner.store.ts'

const aboutEvidence: EventName[] = ['partner.evidence_attached', 'partner.evidence_detached']

/**
 * What happened to a partner, newest first. That something was put with it or taken off is told to whoever may open one
 * of these pieces, or could before it went.
 */
export function eventsOfPartner(db: Db, actor: Actor, { id }: Pick<Partner, 'id'>): Promise<EventAbout[]> {
  const theirs = whereTheirs(db('evidence') as never, actor)
    .join(textsIn(db, 'events.facts', 'evidence', 'named') as never, 'named.value', 'evidence.id')
    .select(db.raw('1'))
  return eventsAbout(
    db,
    { kind: 'partner', id },
    query => void query.whereNotIn('events.name', aboutEvidence).orWhereExists(theirs),
  )
}
