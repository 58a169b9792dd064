import { describe, expect, test } from '@jest/globals'
import type { Actor } from '../../src/domain/actor.ts'
import type { Application } from '../../src/domain/application.ts'
import {
  canReadCurrentReason,
  canReadReason,
  movesWithKeptText,
  type KeptReason,
  type MoveReason,
} from '../../src/domain/move-reasons.ts'

const person = (id: string, charityRoles: Actor['charityRoles'], memberOf: string[] = []): Actor => ({
  id,
  name: id,
  language: 'en',
  memberships: memberOf.map(organisationId => ({ organisationId, role: 'lead' })),
  charityRoles,
})
const readers = {
  coordinator: person('coordinator', ['coordinator']),
  trustee: person('trustee', ['trustee']),
  'member who has given all findings': person('has given', ['appraiser']),
  'member who has not given all findings': person('has not given', ['appraiser']),
  'trustee with a seat who has not given all findings': person('trustee on panel', ['trustee']),
}
const outsiders = Object.values(readers)
const lead = person('lead', [], ['library'])
const coordinatorFromTheLibrary = person('coordinator from the library', ['coordinator'], ['library'])

const seat = (personId: string, hasGivenAll: boolean) => ({ id: personId, personId, status: 'accepted', hasGivenAll })
const application = {
  organisationId: 'library',
  status: 'with the panel',
  isSubmitted: true,
  seats: [seat('has given', true), seat('has not given', false), seat('trustee on panel', false)],
  helpers: [],
  formerHelpers: [],
  declarations: outsiders.map(({ id }) => ({ personId: id, says: 'no conflict', independent: null })),
  everyCoordinatorIsBarred: false,
} as unknown as Application

const whoCan = (isAllowed: (reader: Actor) => boolean): string[] =>
  Object.entries(readers).flatMap(([name, reader]) => (isAllowed(reader) ? [name] : []))
const readersOfFindings = ['coordinator', 'trustee', 'member who has given all findings']

describe('the reasons that are kept for a move', () => {
  const movesReadBy = (reader: Actor | null): KeptReason[] =>
    movesWithKeptText.filter(move => canReadReason(reader, application, { move }))

  test('the library cannot read why an application went back to the panel', () => {
    for (const reader of [null, lead, coordinatorFromTheLibrary])
      expect(movesReadBy(reader)).toEqual(['return', 'askMore', 'hold', 'moveDate'])
  })

  test('members of the panel read why a proposal was sent back only after giving all their findings', () => {
    expect(whoCan(reader => movesReadBy(reader).includes('sendBack'))).toEqual(readersOfFindings)
  })

  test('everyone at City of Sanctuary and on the panel reads the reasons for all moves except `sendBack`', () => {
    for (const reader of outsiders)
      expect(movesReadBy(reader).filter(move => move !== 'sendBack')).toEqual([
        'return',
        'askMore',
        'hold',
        'moveDate',
        'takeUp',
      ])
  })
})

describe('the reasons for an application’s current status', () => {
  const current = { ...application, reasons: 'L1 is too short.' }
  const kept = (body: string): MoveReason[] => [{ body } as MoveReason]

  test('while the panel has the application, members read the current reasons only after giving all findings', () => {
    expect(whoCan(reader => canReadCurrentReason(reader, current, []))).toEqual(readersOfFindings)
    expect(whoCan(reader => canReadCurrentReason(reader, current, kept('Another text.')))).toEqual(readersOfFindings)
  })

  test('everyone reads the current reasons if they equal a kept text that everyone can read', () => {
    expect(whoCan(reader => canReadCurrentReason(reader, current, kept(current.reasons)))).toEqual(Object.keys(readers))
  })

  test('everyone reads the current reasons when the application is not with the panel', () => {
    for (const status of ['returned', 'more evidence asked', 'on hold'] as const)
      expect(whoCan(reader => canReadCurrentReason(reader, { ...current, status }, []))).toEqual(Object.keys(readers))
  })
})
