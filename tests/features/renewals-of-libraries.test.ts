import { expect, test } from '@jest/globals'
import { eachDatabase } from '../support/database.ts'
import { signedIn } from '../support/factories.ts'
import { aService } from '../support/service.ts'
import { aHolder } from './renewing.ts'

eachDatabase('a light renewal', engine => {
  test('is started once, filled in, written on one page and handed in', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    expect(library.text).toContain('This year it is a light renewal')
    await library.press('Start the renewal')
    expect(library.headings).toEqual([])
    await service.end()
  })
})
