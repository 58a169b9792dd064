import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import type { Day } from '../../src/domain/time.ts'
import { countYear, runDateMoves } from '../../src/modules/overview/overview.public.ts'
import { startChild } from '../support/child.ts'
import { eachDatabase } from '../support/database.ts'
import { anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../support/factories.ts'
import { casesOf } from '../support/long-run.ts'
import { aService } from '../support/service.ts'
import { until } from '../support/until.ts'

const size = 60

eachDatabase('extending many awards', engine => {
  test.each(casesOf([1, 10, 25], 1))(
    'a process killed after award %i leaves no award half extended, and the next process continues',
    async kth => {
      const service = await aService(engine)
      const { writer } = service.database
      await aRound(service)
      const lead = await aPersonWho(service, {})
      for (let index = 0; index < size; index += 1) {
        const organisation = await anOrganisation(service, { name: `Library ${index}` })
        await anAward(service, organisation, { startedBy: lead, status: 'valid', validTo: '2027-06-14' })
      }
      await writer('awards').update({ full_reappraisal_reason: 'Another operator' })
      await countYear(service.parts, '2027-03-01' as Day)
      const casework = await signedIn(
        service,
        await aPersonWho(service, { roles: ['coordinator'] }),
        '/capacity/dates?evenings=1&off=8&month=2027-06&by=4&how=together',
      )
      await casework.press(`Extend ${size} awards`, { reason: 'Too few panels.' })

      const results = (): Promise<(string | null)[]> => writer('date_move_awards').orderBy('number').pluck('result')
      const doneIn = (list: readonly (string | null)[]): number => list.filter(result => result !== null).length
      const extended = async () =>
        (await writer('award_changes').where({ move: 'extend' }).pluck('award_id')).toSorted()
      const child = await startChild('tests/support/processes/date-moves.ts', [
        service.database.where,
        service.clock.now(),
        String(kth),
      ])
      const ended = once(child.process, 'exit')
      await until(async () => doneIn(await results()) >= kth)
      child.process.kill('SIGKILL')
      await ended
      const done = doneIn(await results())
      expect(done).toBe(kth)
      expect(await extended()).toHaveLength(done)
      expect(await writer('awards').where({ status: 'extended' })).toHaveLength(done)

      await runDateMoves(service.parts)
      expect(doneIn(await results())).toBe(done) // the lease of the killed process has not ended
      service.clock.set('2027-03-01T09:05:00Z')
      await runDateMoves(service.parts)
      expect(await results()).toEqual(Array(size).fill('extended'))
      expect(new Set(await extended()).size).toBe(size)
      expect(await extended()).toHaveLength(size)
      await casework.open(casework.address)
      expect(casework.headings[0]).toBe(`${size} awards extended`)
      await service.end()
    },
  )
})
