import { expect, test } from '@jest/globals'
import { strongestRoleIn, withoutRights } from '../../src/domain/actor.ts'

test('the strongest role of a person in a library is the one with the most rights', () => {
  const memberships = [
    { organisationId: 'library', role: 'observer' },
    { organisationId: 'other', role: 'lead' },
    { organisationId: 'library', role: 'contributor' },
  ] as const
  const actor = { ...withoutRights('person'), memberships: [...memberships] }
  expect(['library', 'other', 'third'].map(id => strongestRoleIn(actor, id))).toEqual(['contributor', 'lead', null])
})
