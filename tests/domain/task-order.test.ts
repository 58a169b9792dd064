import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { compareTasks, losses, waitedFor, type Task } from '../../src/domain/task-order.ts'

const due = (loss: Task['loss'], days: number | null): Task => ({ loss, days })

/** Returns the names of the tasks in their order on the page. */
const order = (tasks: Record<string, Task>): string[] =>
  Object.entries(tasks)
    .toSorted(([, a], [, b]) => compareTasks(a, b))
    .map(([name]) => name)

describe('the order of tasks', () => {
  test('an application whose round is closing comes before late monthly evidence', () => {
    expect(order({ statistic: due('record', -20), application: due('application', 11) })).toEqual([
      'application',
      'statistic',
    ])
  })

  test('an award about to lapse comes before a draft, even if the draft’s round closes earlier', () => {
    expect(order({ draft: due('application', 1), award: due('lapse', 20) })).toEqual(['award', 'draft'])
  })

  test('a renewal due in 25 days comes before an application, and one due in half a year comes after it', () => {
    expect(order({ application: due('application', 3), renewal: due('validity', 25) })[0]).toBe('renewal')
    expect(order({ application: due('application', 3), renewal: due('validity', 180) })[0]).toBe('application')
  })

  test('stopped reminders come first', () => {
    expect(order({ award: due('lapse', -3), reminders: due('service', 0), wait: waitedFor(400) })).toEqual([
      'reminders',
      'award',
      'wait',
    ])
  })

  test('findings come after an application that is due soon, and before an application due in three months', () => {
    expect(order({ findings: due('panel', -3), application: due('application', 5) })[0]).toBe('application')
    expect(order({ findings: due('panel', 6), application: due('application', 90) })[0]).toBe('findings')
  })

  test('the longest wait comes first, and a wait of a month comes before late evidence', () => {
    expect(order({ short: waitedFor(3), long: waitedFor(16) })).toEqual(['long', 'short'])
    expect(order({ evidence: due('record', -10), wait: waitedFor(31) })[0]).toBe('wait')
  })

  test('other tasks are in the order of their dates, and those without a date count as due in 40 days', () => {
    const tasks = { undated: due('record', null), later: due('record', 50), soon: due('record', 7), wait: waitedFor(2) }
    expect(order(tasks)).toEqual(['soon', 'wait', 'undated', 'later'])
  })

  test('the order of tasks is a total order', () => {
    const task = fc.record({
      loss: fc.constantFrom(...losses),
      days: fc.option(fc.integer({ min: -400, max: 400 }), { nil: null }),
    })
    fc.assert(
      fc.property(task, task, task, (a, b, c) => {
        expect(Math.sign(compareTasks(a, b)) + Math.sign(compareTasks(b, a))).toBe(0)
        if (compareTasks(a, b) <= 0 && compareTasks(b, c) <= 0) expect(compareTasks(a, c)).toBeLessThanOrEqual(0)
      }),
      { seed: 1 },
    )
  })
})
