import { describe, expect, test } from '@jest/globals'
import { maxAgendaItems, proposedAgenda, countDepartures, type AgendaItem } from '../../src/domain/meeting-agenda.ts'

const agenda = (...away: string[]): AgendaItem[] =>
  away.map((people, place) => ({ id: `item ${place}`, away: people === '' ? [] : people.split(' ') }))

function* ordersOf(items: readonly AgendaItem[]): Generator<AgendaItem[]> {
  if (items.length === 0) yield []
  for (const [place, item] of items.entries())
    for (const rest of ordersOf(items.toSpliced(place, 1))) yield [item, ...rest]
}

/** A seeded pseudo-random number generator. Its values are at least 0 and less than 1. */
function series(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

describe('the number of times that people leave the room', () => {
  test('a person who heard the previous item has to leave before an item on which they have a conflict', () => {
    expect(countDepartures(agenda('', 'jo', '', 'jo sam'))).toBe(3)
  })

  test('a person with a conflict on the first items can arrive after them, and does not have to leave', () => {
    expect(countDepartures(agenda('jo', 'jo', ''))).toBe(0)
  })

  test('a person with a conflict on consecutive items leaves once', () => {
    expect(countDepartures(agenda('', 'jo', 'jo'))).toBe(1)
  })
})

describe('the proposed agenda', () => {
  test('the proposed agenda puts items with the same conflict together, before the others', () => {
    const order = proposedAgenda(agenda('', 'jo', '', 'jo'))
    expect(order.map(({ id }) => id)).toEqual(['item 1', 'item 3', 'item 0', 'item 2'])
  })

  test('the proposed agenda keeps the given order if no other order is better', () => {
    const items = agenda('', '', '')
    expect(proposedAgenda(items)).toEqual(items)
  })

  test('no other order of the items makes people leave less often than the proposed order', () => {
    const next = series(7)
    for (let round = 0; round < 60; round += 1) {
      const people = ['a', 'b', 'c', 'd', 'e'].slice(0, 1 + Math.floor(next() * 5))
      const items = Array.from({ length: Math.floor(next() * 7) }, (_, place) => ({
        id: `item ${place}`,
        away: people.filter(() => next() < 0.4),
      }))
      const best = Math.min(...[...ordersOf(items)].map(countDepartures))
      const order = proposedAgenda(items)
      expect([countDepartures(order), order.toSorted((a, b) => (a.id < b.id ? -1 : 1))]).toEqual([best, items])
    }
  })

  // Compares only with the given order, because trying every order of 12 items would take minutes.
  test('on the longest agenda, the proposed order makes people leave no more often than the given order', () => {
    const next = series(11)
    const people = Array.from({ length: 12 }, (_, place) => `person ${place}`)
    const items = Array.from({ length: maxAgendaItems }, (_, place) => ({
      id: `item ${place}`,
      away: people.filter(() => next() < 0.5),
    }))
    expect(countDepartures(proposedAgenda(items))).toBeLessThanOrEqual(countDepartures(items))
  })

  test('an agenda with too many items is refused', () => {
    expect(() => proposedAgenda(agenda(...Array<string>(maxAgendaItems + 1).fill('')))).toThrow(RangeError)
  })
})
