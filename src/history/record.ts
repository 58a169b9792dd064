import { type Actor, theService } from '../domain/actor.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import type { Tx } from '../db/connection.ts'
import type { Parts } from '../parts.ts'
import { newId } from '../db/ids.ts'
import type { Key } from '../words/words.ts'

/**
 * The kinds of change. A kind without a sentence in the catalogue does not compile. `event-groups.ts` says who sees the
 * events of an application.
 */
export type EventName = Key extends infer K ? (K extends `event.${infer Name}` ? Name : never) : never

/** The record that changed, and the organisation and application whose history shows it. */
export interface Entity {
  kind:
    | 'person'
    | 'invitation'
    | 'organisation'
    | 'evidence'
    | 'partner'
    | 'recurring'
    | 'application'
    | 'award'
    | 'round'
    | 'framework'
    | 'email'
    | 'setting'
    | 'import'
    | 'enquiry'
    | 'helper'
    | 'meeting'
    | 'calibration'
    | 'example'
  id: string
  organisationId?: string | null
  applicationId?: string | null
}

/** The ids, states and numbers of a change. Never names, addresses or text, because no line can ever be changed. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** The parts of a unit of work that recording history needs. */
export type Recording = Pick<UnitOfWork, 'trx' | 'at'> & { actor: Pick<Actor, 'id'> }

/**
 * Records an event in the history, in the transaction of its change. An event about an application also names its
 * organisation, so that one index range holds the history of an organisation.
 */
export async function recordEvent(work: Recording, name: EventName, entity: Entity, facts: Facts = {}): Promise<void> {
  const isPerson = ![
    'the clock',
    'the decision letter',
    'the operator',
    'an invited person',
    'an upload link',
    'an endorsement link',
    'a visitor',
    'a mail server',
  ].includes(work.actor.id)
  await work.trx('events').insert({
    id: newId(),
    at: work.at,
    actor: isPerson ? 'person' : work.actor.id,
    person_id: isPerson ? work.actor.id : null,
    name,
    entity: entity.kind,
    entity_id: entity.id,
    organisation_id: entity.organisationId ?? (await organisationOf(work, entity.applicationId ?? null)),
    application_id: entity.applicationId ?? null,
    facts: JSON.stringify(facts),
  })
}

async function organisationOf({ trx }: Recording, applicationId: string | null): Promise<string | null> {
  if (applicationId === null) return null
  const row = await trx('applications')
    .where('id', applicationId)
    .first<{ organisation_id: string } | undefined>('organisation_id')
  return row?.organisation_id ?? null
}

/** One view of protected information, for the access log. */
export interface ViewOfRecord {
  what: 'file' | 'evidence' | 'ledger' | 'submission' | 'export' | 'inbox item' | 'list'
  entityId: string
  evidenceId?: string | null
  organisationId?: string | null
  applicationId?: string | null
  /** the filters of a downloaded list; see `access_log.filters` */
  filters?: string | null
}

export async function recordView(work: Recording, view: ViewOfRecord): Promise<void> {
  await work.trx('access_log').insert({
    at: work.at,
    person_id: work.actor.id,
    what: view.what,
    entity_id: view.entityId,
    evidence_id: view.evidenceId ?? null,
    organisation_id: view.organisationId ?? null,
    application_id: view.applicationId ?? null,
    filters: view.filters ?? null,
  })
}

/** Logs a view of each of these items in an evidence inbox. */
export async function recordInboxViews(work: Recording, ids: readonly string[]): Promise<void> {
  const viewed = work
    .trx('inbox_items')
    .whereIn('id', [...ids])
    .select(
      work.trx.raw('?', [work.at]),
      work.trx.raw('?', [work.actor.id]),
      work.trx.raw('?', ['inbox item' satisfies ViewOfRecord['what']]),
      'id',
      'organisation_id',
    )
  await work
    .trx(work.trx.raw('access_log (at, person_id, what, entity_id, organisation_id)') as never)
    .insert(viewed as never)
}

/** Logs a view of each record that a page or a download shows. */
export async function recordViews(work: Recording, views: readonly ViewOfRecord[]): Promise<void> {
  const rows = views.map(view => ({
    at: work.at,
    person_id: work.actor.id,
    what: view.what,
    entity_id: view.entityId,
    evidence_id: view.evidenceId ?? null,
    organisation_id: view.organisationId ?? null,
    application_id: view.applicationId ?? null,
  }))
  // not `batchInsert`, which adds a savepoint
  for (let start = 0; start < rows.length; start += 100)
    await work.trx('access_log').insert(rows.slice(start, start + 100))
}

/** Records that access was denied. The response does not wait for it. */
export const recordDenial =
  ({ write, clock, log }: Pick<Parts, 'write' | 'clock' | 'log'>) =>
  (denial: { personId: string | null; permission: string; address: string }): void => {
    log.warn({ person: denial.personId, permission: denial.permission }, 'denied')
    const row = {
      id: newId(),
      at: clock.now(),
      person_id: denial.personId,
      permission: denial.permission,
      address: denial.address.slice(0, 300),
    }
    write(theService, ({ trx }) =>
      trx('denials')
        .insert(row)
        .then(() => undefined),
    ).catch((problem: { code?: string }) => log.error({ code: problem.code ?? 'unknown' }, 'a denial was not recorded'))
  }

/** How many days denials are kept. */
const denialDays = 90
/** The maximum number of denials that are kept, so that an attack cannot fill the disk. */
const maxDenials = 10_000

export async function forgetDenials(trx: Tx, at: Instant): Promise<void> {
  await trx('denials')
    .where('at', '<', addMinutes(at, -denialDays * 24 * 60))
    .delete()
  const beyond = await trx('denials')
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .offset(maxDenials)
    .first('at')
  if (beyond) await trx('denials').where('at', '<=', beyond.at).delete()
}
