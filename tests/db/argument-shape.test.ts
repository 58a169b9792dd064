import { expect, test } from '@jest/globals'
import { shapeOf, withMarks } from '../../src/db/argument-shape.ts'
import { newId } from '../../src/db/ids.ts'
import { theClock } from '../../src/domain/actor.ts'

const [one, other] = [newId(), newId()]
const actor = (id: string, name: string) => ({ id, name, memberships: [{ organisationId: other, role: 'lead' }] })

test('ids, instants and names are values of the arguments, and everything else is part of their shape', () => {
  const given = [one, '2030-01-31T12:00:00.000Z', 'Ann Other', 'more evidence asked', '2030-01-31', 5, true, null, '']
  expect(shapeOf(given).values).toEqual([one, '2030-01-31T12:00:00.000Z', 'Ann Other'])
  for (const [place, changed] of [
    [3, 'draft'],
    [4, '2030-02-01'],
    [5, 6],
    [6, false],
    [7, 'null'],
    [8, 'a'],
  ] as const)
    expect(shapeOf(given.with(place, changed)).shape).not.toBe(shapeOf(given).shape)
  expect(shapeOf(given.with(0, other)).shape).toBe(shapeOf(given).shape)
})

test('a list of a different length, a repeated id and a missing field each give a different shape', () => {
  const shapes = [
    [[one]],
    [[one, other]],
    [[one, one]],
    [one],
    [new Set([one])],
    [{ id: one }],
    [{ id: one, since: undefined }],
    [{ id: one, since: null }],
    [one, undefined],
    [],
  ].map(given => shapeOf(given).shape)
  expect(new Set(shapes).size).toBe(shapes.length)
})

test('two people with the same roles have the same shape, whatever their names', () => {
  const [first, second] = [shapeOf([actor(one, 'ann')]), shapeOf([actor(newId(), 'Bo Other')])]
  expect(first.shape).toBe(second.shape)
  expect(first.values).toEqual([one, other])
})

test('typed text and the cursor of a page are values, even if they look like a status', () => {
  const page = (text: string) => [
    { status: 'draft', names: { typed: [text] }, after: { key: text, on: '2030-01-31', place: 7 } },
  ]
  expect(shapeOf(page('leeds')).values).toEqual(['leeds', '2030-01-31', 7])
  expect(shapeOf(page('leeds')).shape).toBe(shapeOf(page('york')).shape)
  expect(shapeOf(page('')).shape).not.toBe(shapeOf(page('york')).shape)
  // As a status, the same word is part of the shape, so the mark does not replace it.
  expect(withMarks(page('draft'), new Map([['draft', 'mark']]))).toEqual([
    { status: 'draft', names: { typed: ['mark'] }, after: { key: 'mark', on: '2030-01-31', place: 7 } },
  ])
})

test('withMarks replaces values at any depth, and returns an argument without values unchanged', () => {
  const marks = new Map([[one, 'mark']])
  expect(withMarks([[one, 'draft'], { id: one, in: new Set([one]) }, theClock], marks)).toEqual([
    ['mark', 'draft'],
    { id: 'mark', in: new Set(['mark']) },
    theClock,
  ])
  const [same] = withMarks([theClock], marks)
  expect(same).toBe(theClock)
})

test('functions, dates and other objects are refused', () => {
  for (const odd of [() => one, new Date(0), new Map(), Symbol('odd')])
    expect(() => shapeOf([{ odd }])).toThrow(TypeError)
})
