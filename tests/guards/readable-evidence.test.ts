import { beforeAll, expect, test } from '@jest/globals'
import { forever } from '../../src/domain/consent.ts'
import { memberRoles, type Actor, type MemberRole } from '../../src/domain/actor.ts'
import { sensitivities, type EvidenceHeld } from '../../src/domain/evidence.ts'
import { can } from '../../src/domain/permissions.ts'
import { evidenceReadableBy } from '../../src/modules/evidence/list/list.store.ts'
import { eachDatabase, freshDatabase, type FreshDatabase } from '../support/database.ts'
import { anOrganisation, aPersonWho, aPieceOfEvidence } from '../support/factories.ts'

// Lists begin with SQL, pages ask `can`: both must say the same of everybody and every piece.

eachDatabase('the shelf that SQL shows and the one that `can` opens', engine => {
  let database: FreshDatabase
  const people: Actor[] = []
  const pieces: EvidenceHeld[] = []
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
        for (const owner of people) {
          pieces.push({
            id: await aPieceOfEvidence({ database }, organisation, owner, { sensitivity }),
            organisationId: organisation.id,
            sensitivity,
            ownerId: owner.id,
            coveredUntil: forever,
          })
        }
  })

  test('is the same, for every place, sensitivity and owner', async () => {
    for (const who of people) {
      const shown = await evidenceReadableBy(database.db, who).pluck<string[]>('evidence.id')
      const opened = pieces.filter(piece => can(who, 'evidence.read', piece, null)).map(({ id }) => id)
      expect(shown.toSorted()).toEqual(opened.toSorted())
    }
    expect(people.filter(who => pieces.some(piece => can(who, 'evidence.read', piece, null))).length).toBeGreaterThan(
      10,
    )
  })
})
