import { libraryStream } from '../../../src/domain/framework.ts'
import { writeOf } from '../../support/work.ts'
import { theService, type Actor, type CharityRole, type MemberRole } from '../../../src/domain/actor.ts'
import { applicationsByIds } from '../../../src/modules/access/applications/application.store.ts'
import { expect, test } from '@jest/globals'
import type { Knex } from 'knex'
import { newId } from '../../../src/db/ids.ts'
import { can } from '../../../src/domain/permissions.ts'
import { instant } from '../../../src/domain/time.ts'
import {
  applicationsKnownTo,
  applicationsReadableBy,
  isHistoryReadableTo,
} from '../../../src/modules/access/rights/rights.store.ts'
import { applicationLines } from '../../../src/modules/applications/list/list.store.ts'
import { publishDraft } from '../../../src/modules/frameworks/frameworks/framework.actions.ts'
import { latestFrameworkVersionId } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { eachDatabase, freshDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho } from '../../support/factories.ts'

const at = instant('2027-01-04T09:00:00Z')
const roleSets: CharityRole[][] = [
  [],
  ['appraiser', 'administrator'],
  ['trustee'],
  ['coordinator'],
  ['coordinator', 'trustee'],
  ['helper'],
]
const memberships: (MemberRole | null)[] = [null, 'lead', 'observer']
const seats = [null, 'offered', 'accepted', 'declined', 'accepted, all given', 'withdrawn, one given'] as const
/** The possible states of a panel member's seat, and of the person's help with it. */
const helped = [null, 'accepted', 'withdrawn, one given', 'accepted, one given, help ended'] as const
const declarations = [null, 'no conflict', 'conflict'] as const
const statuses = ['draft', 'submitted', 'decided'] as const

/**
 * Tries every combination of charity role, membership, own seat, seat that the person helps with, declaration and
 * status: once with all other coordinators in conflict, and once without. Each person is also tried without
 * memberships.
 */
eachDatabase('lists of applications', engine => {
  test('SQL and `can` agree on the applications that each person knows of and can read', async () => {
    const database = await freshDatabase(engine)
    await writeOf(database)(theService, publishDraft)
    const free = await aPersonWho({ database }, { roles: ['coordinator'] })
    const actors: Actor[] = []
    const holder = await aPersonWho({ database }, { roles: ['appraiser'] })
    const rows: Rows = { applications: [], declarations: [], seats: [], findings: [], seat_helpers: [] }
    const framework = await latestFrameworkVersionId(database.db, libraryStream)
    for (const charityRoles of roleSets)
      actors.push({
        ...(await aPersonWho({ database }, { roles: charityRoles })),
        language: 'en',
        memberships: [],
        charityRoles,
      })
    const coordinators = actors.filter(({ charityRoles }) => charityRoles.includes('coordinator'))
    for (const actor of actors) {
      const others = [free, ...coordinators].filter(({ id }) => id !== actor.id)
      for (const role of memberships) {
        const organisation = await anOrganisation({ database }, { branches: [] })
        if (role) await join(database.writer, actor, organisation.id, role)
        for (const seat of seats)
          for (const says of declarations)
            for (const status of statuses)
              for (const help of helped) {
                for (const barred of [false, true]) {
                  const id = anApplicationRow(rows, {
                    organisation: organisation.id,
                    framework,
                    status,
                    startedBy: free.id,
                  })
                  if (seat) aSeatRow(rows, { application_id: id, person_id: actor.id, offered_by: free.id }, seat)
                  if (help)
                    rows.seat_helpers.push(
                      aHelperRow(
                        aSeatRow(rows, { application_id: id, person_id: holder.id, offered_by: free.id }, help),
                        { helper: actor.id, recordedBy: free.id, hasEnded: help.endsWith('help ended') },
                      ),
                    )
                  if (says)
                    rows.declarations.push({
                      id: newId(),
                      application_id: id,
                      person_id: actor.id,
                      says,
                      reason: null,
                      independent: null,
                      made_at: at,
                    })
                  if (barred)
                    for (const other of others)
                      rows.declarations.push({
                        id: newId(),
                        application_id: id,
                        person_id: other.id,
                        says: 'conflict',
                        reason: null,
                        independent: null,
                        made_at: at,
                      })
                }
              }
      }
    }
    for (const [table, all] of Object.entries(rows)) await database.writer.batchInsert(table, all, 40)
    const everything = await byIds(
      database.db,
      rows.applications.map(({ id }) => id as string),
    )
    for (const actor of actors.flatMap(each => [each, { ...each, memberships: [] }])) {
      const byTable = (permission: 'application.know' | 'application.read' | 'history.read') =>
        everything.filter(it => can(actor, permission, it)).map(({ id }) => id)
      expect(await ids(applicationsKnownTo(database.db, actor))).toEqual(byTable('application.know'))
      expect(await ids(applicationsReadableBy(database.db, actor))).toEqual(byTable('application.read'))
      const withHistory = database.db('applications').where(isHistoryReadableTo(actor))
      expect(await ids(withHistory)).toEqual(byTable('history.read'))
      const own = actor.memberships.map(({ organisationId }) => organisationId)
      const drafts = everything.filter(it => it.status === 'draft' && !own.includes(it.organisationId))
      const withLibrary = { list: 'with the library', streamId: '', after: null, limit: 10_000 } as const
      const listed = await applicationLines(database.db, actor, withLibrary)
      expect(listed.map(({ id }) => id)).toEqual(
        drafts.filter(it => can(actor, 'application.know', it)).map(({ id }) => id),
      )
    }
    expect(everything.length).toBe(
      roleSets.length * memberships.length * seats.length * declarations.length * statuses.length * helped.length * 2,
    )
  })
})

type Rows = Record<'applications' | 'declarations' | 'seats' | 'findings' | 'seat_helpers', Record<string, unknown>[]>

async function byIds(db: Knex, wanted: string[]) {
  const found = []
  for (let start = 0; start < wanted.length; start += 300)
    found.push(...(await applicationsByIds(db, wanted.slice(start, start + 300))))
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const ids = async (query: Knex.QueryBuilder): Promise<string[]> =>
  ((await query.pluck('applications.id')) as string[]).toSorted()

async function join(db: Knex, actor: Actor, organisationId: string, role: MemberRole): Promise<void> {
  actor.memberships.push({ organisationId, role })
  await db('memberships').insert({
    id: newId(),
    person_id: actor.id,
    organisation_id: organisationId,
    role,
    started_at: at,
    readers_confirmed_at: at,
    ended_at: null,
  })
}

function anApplicationRow(
  rows: Rows,
  { organisation, framework, status, startedBy }: Record<'organisation' | 'framework' | 'status' | 'startedBy', string>,
): string {
  const id = newId()
  rows.applications.push({
    id,
    number: id,
    organisation_id: organisation,
    stream_id: libraryStream,
    framework_version_id: framework,
    round_id: null,
    award_id: null,
    kind: 'first',
    status,
    status_before: null,
    status_since: at,
    summary: '',
    may_be_shared: 0,
    contacts_confirmed_at: null,
    until: null,
    reasons: null,
    items_asked: '[]',
    submitted_at: status === 'draft' ? null : at,
    decision_letter_released_at: null,
    started_by: startedBy,
    started_at: at,
    version: 1,
  })
  return id
}

function aSeatRow(
  rows: Rows,
  { application_id, person_id, offered_by }: Record<'application_id' | 'person_id' | 'offered_by', string>,
  seat: NonNullable<(typeof seats | typeof helped)[number]>,
): string {
  const id = newId()
  const [status, given] = seat.split(', ')
  rows.seats.push({
    id,
    application_id,
    person_id,
    offered_to_name: 'Somebody',
    offered_to_email: 'somebody@library.example',
    kind: 'sector peer',
    independent: 0,
    chairs: 0,
    status,
    shown_name: null,
    declined_reason: null,
    offered_by,
    offered_at: at,
    answered_at: null,
    set_aside_at: null,
    version: 1,
  })
  if (given)
    rows.findings.push({
      id: newId(),
      seat_id: id,
      item_id: 'staff-training',
      judgement: 'met',
      reason: 'It is shown.',
      commendation: '',
      private_note: '',
      written_at: at,
      given_at: at,
      version: 1,
    })
  return id
}

const aHelperRow = (
  seat_id: string,
  { helper, recordedBy, hasEnded }: { helper: string; recordedBy: string; hasEnded: boolean },
) => ({
  id: newId(),
  seat_id,
  person_id: helper,
  kind: 'interpreter',
  name: 'Somebody',
  email: 'somebody@library.example',
  recorded_by: recordedBy,
  recorded_at: at,
  ended_at: hasEnded ? at : null,
})
