import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { compareTasks, losses, waitedFor, type Task } from '../../src/domain/task-order.ts'

const due = (loss: Task['loss'], days: number | null): Task => ({ loss, days })

/** Sorts tasks, and returns their names. */
const order = (tasks: Record<string, Task>): string[] =>
  Object.entries(tasks)
    .toSorted(([, a], [, b]) => compareTasks(a, b))
    .map(([name]) => name)

describe('the order of tasks', () => {
  test('ranks an application whose round is closing before late monthly evidence', () => {
    expect(order({ statistic: due('record', -20), application: due('application', 11) })).toEqual([
      'application',
      'statistic',
    ])
  })

  test('ranks an award about to lapse before a draft whose round closes earlier', () => {
    expect(order({ draft: due('application', 1), award: due('lapse', 20) })).toEqual(['award', 'draft'])
  })

  test('ranks a renewal that is due soon before an application, but not one that is due in half a year', () => {
    expect(order({ application: due('application', 3), renewal: due('validity', 25) })[0]).toBe('renewal')
    expect(order({ application: due('application', 3), renewal: due('validity', 180) })[0]).toBe('application')
  })

  test('ranks stopped reminders first', () => {
    expect(order({ award: due('lapse', -3), reminders: due('service', 0), wait: waitedFor(400) })).toEqual([
      'reminders',
      'award',
      'wait',
    ])
  })

  test('ranks an application due soon before late findings, and findings before an application due later', () => {
    expect(order({ findings: due('panel', -3), application: due('application', 5) })[0]).toBe('application')
    expect(order({ findings: due('panel', 6), application: due('application', 90) })[0]).toBe('findings')
  })

  test('ranks the longest wait first, and a wait of a month before late evidence', () => {
    expect(order({ short: waitedFor(3), long: waitedFor(16) })).toEqual(['long', 'short'])
    expect(order({ evidence: due('record', -10), wait: waitedFor(31) })[0]).toBe('wait')
  })

  test('orders tasks that are not pressing by date, and treats those without a date as due in 40 days', () => {
    const tasks = { undated: due('record', null), later: due('record', 50), soon: due('record', 7), wait: waitedFor(2) }
    expect(order(tasks)).toEqual(['soon', 'wait', 'undated', 'later'])
  })

  test('is a total order', () => {
    const task = fc.record({
      loss: fc.constantFrom(...losses),
      days: fc.option(fc.integer({ min: -400, max: 400 }), { nil: null }),
    })
    fc.assert(
      fc.property(task, task, task, (a, b, c) => {
        expect(Math.sign(compareTasks(a, b)) + Math.sign(compareTasks(b, a))).toBe(0)
        if (compareTasks(a, b) <= 0 && compareTasks(b, c) <= 0) expect(compareTasks(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })
})
