import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import { addMinutes } from '../../../src/domain/time.ts'
import { startChild } from '../../support/child.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { asCsv, manyBranches, openDataHeadings } from '../../support/import-files.ts'
import { aService, type Service } from '../../support/service.ts'
import { until } from '../../support/until.ts'

const rows = 600
const organisations = 30

async function started(service: Service, press: string): Promise<void> {
  const casework = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/imports')
  await casework.follow('Organisations and branches')
  const content = asCsv([openDataHeadings, ...manyBranches(rows, organisations)])
  await casework.press('Check the file', { file: [{ name: 'many.csv', content }] })
  await casework.press(press)
}

const count = async (service: Service, table: 'branches' | 'organisations'): Promise<number> =>
  Number((await service.parts.db(table).count<{ n: number }[]>({ n: '*' }))[0]!.n)

const isRunning = async (service: Service): Promise<boolean> =>
  (await service.parts.db('imports').first('status'))!.status === 'running'

eachDatabase('an import whose process is killed', engine => {
  test('the import continues with the first row that is not saved, and saves every row once', async () => {
    const service = await aService(engine)
    await started(service, `Import ${organisations} organisations and ${rows} branches`)
    const seen: number[] = []
    for (let kill = 1; await isRunning(service); kill += 1) {
      const at = addMinutes(service.clock.now(), 2 * kill)
      const child = await startChild('tests/support/processes/imports.ts', [service.database.where, at])
      const ended = once(child.process, 'exit')
      if (kill <= 3) {
        await until(async () => (await count(service, 'branches')) >= 120 * kill || !(await isRunning(service)))
        child.process.kill('SIGKILL')
      }
      await ended
      seen.push(await count(service, 'branches'))
    }
    expect(seen.length).toBeGreaterThan(3)
    expect([seen.at(-1), await count(service, 'organisations')]).toEqual([rows, organisations])
    const twice = await service.parts
      .db('branches')
      .groupBy('organisation_id', 'name')
      .havingRaw('count(*) > 1')
      .select('name')
    expect(twice).toEqual([])
    await service.end()
  })
})
