import { beforeAll, expect, test } from '@jest/globals'
import { forever } from '../../../src/domain/consent.ts'
import { memberRoles, type Actor, type MemberRole } from '../../../src/domain/actor.ts'
import { sensitivities, type EvidenceSubject } from '../../../src/domain/evidence.ts'
import { can } from '../../../src/domain/permissions.ts'
import { evidenceReadableBy } from '../../../src/modules/evidence/list/list.store.ts'
import { eachDatabase, freshDatabase, type FreshDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, anItemOfEvidence } from '../../support/factories.ts'

// Lists use SQL and pages use `can`. Both must agree for every person and all evidence.

eachDatabase('evidence that a person is allowed to read', engine => {
  let database: FreshDatabase
  const people: Actor[] = []
  const evidenceItems: EvidenceSubject[] = []
  beforeAll(async () => {
    database = await freshDatabase(engine)
    const own = await anOrganisation({ database })
    const other = await anOrganisation({ database }, { name: 'Thornwick Library' })
    const places: [typeof own, MemberRole][][] = [
      [],
      ...memberRoles.flatMap(
        role =>
          [
            [[own, role]],
            [[other, role]],
            ...memberRoles.map(elsewhere => [
              [own, role],
              [other, elsewhere],
            ]),
          ] as [typeof own, MemberRole][][],
      ),
      [
        [own, 'contributor'],
        [own, 'observer'],
      ],
      [
        [own, 'lead'],
        [own, 'observer'],
      ],
    ]
    for (const member of places) {
      const { id, name } = await aPersonWho({ database }, { member })
      people.push({
        id,
        name,
        language: 'en',
        memberships: member.map(([{ id: organisationId }, role]) => ({ organisationId, role })),
        charityRoles: ['appraiser', 'coordinator', 'trustee', 'administrator'],
      })
    }
    for (const organisation of [own, other])
      for (const sensitivity of sensitivities)
        for (const owner of people)
          for (const isConsentWithdrawn of [false, true]) {
            const id = await anItemOfEvidence({ database }, organisation, owner, { sensitivity })
            if (isConsentWithdrawn) await database.writer('evidence').where({ id }).update({ consent_withdrawn: 1 })
            evidenceItems.push({
              id,
              organisationId: organisation.id,
              sensitivity,
              ownerId: owner.id,
              consentUntil: forever,
              isConsentWithdrawn,
            })
          }
  })

  test('SQL and `can` agree for every person, library, sensitivity, owner and withdrawn consent', async () => {
    for (const actor of people) {
      const shown = await evidenceReadableBy(database.db, actor).pluck<string[]>('evidence.id')
      const opened = evidenceItems.filter(evidence => can(actor, 'evidence.read', evidence, null)).map(({ id }) => id)
      expect(shown.toSorted()).toEqual(opened.toSorted())
    }
    expect(
      people.filter(actor => evidenceItems.some(evidence => can(actor, 'evidence.read', evidence, null))).length,
    ).toBeGreaterThan(10)
  })
})
