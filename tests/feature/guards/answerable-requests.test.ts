import { beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import type { Db } from '../../../src/db/connection.ts'
import { runLookup } from '../../../src/db/lookups.ts'
import { charityRoles, memberRoles, type Actor, type CharityRole, type MemberRole } from '../../../src/domain/actor.ts'
import { canAnswer, type RequestStatus } from '../../../src/domain/role-approval.ts'
import { can } from '../../../src/domain/permissions.ts'
import { instant } from '../../../src/domain/time.ts'
import { requestsFor, requestsForOthers } from '../../../src/modules/access/approval-list/approval-list.store.ts'
import { requestsWaitingFor } from '../../../src/modules/access/approvals/waiting.store.ts'
import { requestById, type RequestRecord } from '../../../src/modules/access/requests/request.store.ts'
import { eachDatabase, freshDatabase, type FreshDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho } from '../../support/factories.ts'

// Lists use SQL and pages use the rules of the domain. Both must agree for every person and request.

const now = instant('2027-03-01T09:00:00Z')
const all = { now, after: null, limit: 1_000 }

eachDatabase('access requests in lists and on pages', engine => {
  let database: FreshDatabase
  const people: Actor[] = []
  const requests: RequestRecord[] = []
  beforeAll(async () => {
    database = await freshDatabase(engine)
    const withLead = await anOrganisation({ database })
    const without = await anOrganisation({ database }, { name: 'Thornwick Library' })
    const aPerson = async (places: [typeof withLead, MemberRole][], roles: CharityRole[]) => {
      const { id, name } = await aPersonWho({ database }, { member: places, roles })
      const memberships = places.map(([{ id: organisationId }, role]) => ({ organisationId, role }))
      people.push({ id, name, language: 'en', memberships, charityRoles: roles })
      return id
    }
    const roleSets: CharityRole[][] = [[], ...charityRoles.map(role => [role]), ['trustee', 'administrator']]
    for (const roles of roleSets) {
      await aPerson([], roles)
      for (const role of memberRoles) await aPerson([[withLead, role]], roles)
      for (const role of ['contributor', 'observer'] as const) await aPerson([[without, role]], roles)
    }
    const joiner = await aPerson([], ['coordinator'])
    const approver = await aPerson([], ['administrator', 'coordinator'])
    const asked: [organisation: { id: string } | null, role: MemberRole | CharityRole, person: string][] = [
      [withLead, 'observer', await aPerson([], [])],
      [withLead, 'lead', joiner],
      [without, 'lead', await aPerson([], [])],
      [without, 'observer', joiner],
      ...(await Promise.all(
        charityRoles.map(async role => [null, role, await aPerson([], [])] as [null, CharityRole, string]),
      )),
    ]
    for (const status of ['waiting', 'to confirm', 'approved', 'refused'] as RequestStatus[])
      for (const [organisation, role, person_id] of asked) {
        if (status === 'to confirm' && organisation !== null) continue
        const id = newId()
        await database.writer('access_requests').insert({
          id,
          person_id,
          organisation_id: organisation?.id ?? null,
          role,
          invited_by: approver,
          through_seat: 0,
          asked_at: now,
          status,
          decided_at: null,
          version: 1,
        })
        await database.writer('approvals').insert({
          id: newId(),
          request_id: id,
          approver_id: approver,
          answer: 'approve',
          by_invitation: 1,
          note: null,
          at: now,
        })
        requests.push(await requestById(database.writer as Db, id, now))
      }
    // Reads each request again, because who must approve it can depend on requests that were added after it.
    for (const [place, { id }] of requests.entries())
      requests[place] = await requestById(database.writer as Db, id, now)
  })

  /** The number of requests and the id of the first of them, as the home page shows them. */
  const waiting = async (actor: Actor, limit: number) => {
    const { count, first } = await runLookup(database.db, requestsWaitingFor(database.db, actor, { now, limit }))
    return [count, first?.id]
  }

  test('SQL and the domain agree on which requests each person can read and answer', async () => {
    const statusOf = (id: string) => requests.find(each => each.id === id)!.status
    for (const actor of people) {
      const answerable = requests.filter(each => canAnswer(actor, each)).map(({ id }) => id)
      const mine = (await requestsFor(database.db, actor, all)).map(({ id }) => id)
      expect([actor, mine.toSorted()]).toEqual([actor, answerable.toSorted()])
      expect([actor, await waiting(actor, 1_000)]).toEqual([actor, [mine.length, mine[0]]])
      const counted = (['waiting', 'to confirm'] as const).map(
        status => mine.filter(id => statusOf(id) === status).length,
      )
      const upToThree = counted.reduce((sum, count) => sum + Math.min(3, count), 0)
      expect([actor, await waiting(actor, 3)]).toEqual([actor, [upToThree, mine[0]]])
      const statuses = actor.charityRoles.includes('administrator') ? ['waiting', 'to confirm'] : ['waiting']
      const others = requests
        .filter(each => statuses.includes(each.status) && can(actor, 'approval.read', each))
        .filter(({ id }) => !answerable.includes(id))
        .map(({ id }) => id)
      const listed = (await requestsForOthers(database.db, actor, all)).map(({ id }) => id)
      expect([actor, listed.toSorted()]).toEqual([actor, others.toSorted()])
    }
    const busy = people.filter(actor => requests.some(each => canAnswer(actor, each)))
    expect([busy.length > 10, people.length - busy.length > 10]).toEqual([true, true])
  })
})
