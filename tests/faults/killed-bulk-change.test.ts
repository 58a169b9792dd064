import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import { runBulkChanges } from '../../src/modules/evidence/evidence.public.ts'
import { frameworkVersion } from '../../src/modules/frameworks/frameworks.public.ts'
import { startChild } from '../support/child.ts'
import { eachDatabase } from '../support/database.ts'
import { someEvidence } from '../support/evidence.ts'
import { aLibrary, publishedFramework } from '../support/library.ts'
import { casesOf } from '../support/long-run.ts'
import { aService, type Service } from '../support/service.ts'
import { until } from '../support/until.ts'

const size = 60

eachDatabase('changing many items of evidence', engine => {
  test.each(
    casesOf(
      [
        ['change', 1],
        ['change', 20],
        ['change', 45],
        ['undo', 1],
        ['undo', 20],
        ['undo', 45],
      ] as const,
      1,
    ),
  )(
    'a process killed during the %s, after item %i, leaves no item half changed, and the next process continues',
    async (killed, kth) => {
      const service = await aService(engine)
      const { criteria } = await frameworkVersion(service.parts.db, await publishedFramework(service))
      const library = await aLibrary(service, 'Fellside Libraries')
      const { lead } = library
      const ids: string[] = []
      for (let index = 0; index < size; index += 1)
        ids.push(await someEvidence(service, library, { title: `Note ${index}`, items: [criteria[1]!.id] }))
      await lead.open(
        `/organisations/${library.id}/evidence/changes?change=criteria${ids.map(id => `&evidence=${id}`).join('')}`,
      )
      await lead.press(`Add criteria to ${size} items`, { items: [criteria[0]!.id] })
      const { address } = lead

      if (killed === 'change') await killWhile(service, 'result', kth)
      await runBulkChanges(service.parts)
      await lead.open(address)
      expect([lead.headings[0], await changedIn(service)]).toEqual([`Criteria added to ${size} items`, everyItem(1)])
      expect(await tagsIn(service)).toBe(2 * size)

      await lead.press('Undo')
      if (killed === 'undo') await killWhile(service, 'undo_result', kth)
      await runBulkChanges(service.parts)
      await lead.open(address)
      expect([lead.headings[0], await changedIn(service)]).toEqual([`Change undone for ${size} items`, everyItem(2)])
      expect(await tagsIn(service)).toBe(size)
      await service.end()
    },
  )
})

/**
 * Kills the process of the job after the kth item. Checks that each item matches its result, and that no other process
 * continues before the lease ends.
 */
async function killWhile(service: Service, result: 'result' | 'undo_result', kth: number): Promise<void> {
  const before = result === 'result' ? 0 : 1
  const countDone = async () =>
    (await service.database.writer('bulk_change_items').whereNotNull(result).pluck('evidence_id')).length
  const child = await startChild('tests/support/processes/bulk-changes.ts', [
    service.database.where,
    service.clock.now(),
    String(kth),
  ])
  const ended = once(child.process, 'exit')
  await until(async () => (await countDone()) >= kth)
  child.process.kill('SIGKILL')
  await ended
  const done = await countDone()
  expect(done).toBe(kth)
  const changed = await changedIn(service)
  expect(changed.filter(({ lines }) => lines === before + 1)).toHaveLength(done)
  expect(changed.filter(({ lines }) => lines === before)).toHaveLength(size - done)
  expect(changed.filter(({ lines, version }) => version !== lines + 1)).toEqual([])
  await runBulkChanges(service.parts)
  expect(await countDone()).toBe(done)
  service.clock.minutesPass(5)
}

/** For each item, its version and the number of its events in the history. Each change adds one to both. */
async function changedIn({ database }: Service): Promise<{ version: number; lines: number }[]> {
  const lines = await database.writer('events').where({ name: 'evidence.criteria_set' }).pluck<string[]>('entity_id')
  const rows = await database.writer('evidence').orderBy('id').select('id', 'version')
  return rows.map(({ id, version }) => ({ version, lines: lines.filter(each => each === id).length }))
}
const everyItem = (times: number) => Array<unknown>(size).fill({ version: times + 1, lines: times })

const tagsIn = async ({ database }: Service): Promise<number> =>
  (await database.writer('evidence_items').pluck('item_id')).length
