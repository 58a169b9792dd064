import { expect, test } from '@jest/globals'
import {
  presentPeopleIds,
  presentDuring,
  roomChanges,
  waitingOutside,
  type Movement,
} from '../../src/domain/meeting-presence.ts'
import { instant } from '../../src/domain/time.ts'

const at = (minute: number) => instant(`2027-05-27T18:${String(minute).padStart(2, '0')}:00.000Z`)
const arrival = (personId: string, minute: number): Movement => ({
  personId,
  says: 'here',
  because: 'came',
  applicationId: null,
  at: at(minute),
})
const departure = (personId: string, minute: number, because: Movement['because'] = 'not on the item'): Movement => ({
  personId,
  says: 'away',
  because,
  applicationId: 'a',
  at: at(minute),
})

test('a person who has left the meeting is not listed as waiting outside', () => {
  const movements = [arrival('jo', 0), arrival('sam', 0), departure('jo', 5), departure('sam', 5, 'left')]
  expect([presentPeopleIds(movements), waitingOutside(movements)]).toEqual([[], ['jo']])
})

test('when an item starts, people who must not hear it leave, and people who waited outside return', () => {
  const movements = [arrival('jo', 0), arrival('sam', 0), arrival('pat', 1), departure('jo', 5)]
  expect(roomChanges(movements, person => person !== 'sam')).toEqual([
    { personId: 'sam', says: 'away', because: 'not on the item' },
    { personId: 'jo', says: 'here', because: 'item over' },
  ])
})

test('a person who left for one item does not leave again for the next', () => {
  const movements = [arrival('jo', 0), departure('jo', 5)]
  expect(roomChanges(movements, person => person !== 'jo')).toEqual([])
})

test('a person who has left the meeting does not come back with the next item', () => {
  expect(roomChanges([arrival('jo', 0), departure('jo', 5, 'left')], () => true)).toEqual([])
})

test('people who came before the end of an item heard it, but people who left at its start did not', () => {
  const movements = [arrival('jo', 0), arrival('sam', 0), departure('jo', 5), arrival('late', 7), arrival('after', 20)]
  expect(presentDuring(movements, { from: at(5), to: at(10) })).toEqual(['sam', 'late'])
  expect(presentDuring(movements, { from: at(5), to: null })).toEqual(['sam', 'late', 'after'])
})
