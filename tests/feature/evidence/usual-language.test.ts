import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { inboxWorld } from '../../support/inbox.ts'
import type { Known } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the language of new evidence', engine => {
  let service: Service
  let world: Awaited<ReturnType<typeof inboxWorld>>
  let lead: Known
  beforeAll(async () => {
    service = await aService(engine)
    world = await inboxWorld(service)
    lead = world.library.lead
  })
  afterAll(() => service.end())

  const form = () => `/organisations/${world.library.id}/evidence/new`
  const add = async (title: string, language: string) => {
    service.clock.minutesPass(1)
    await lead.open(form())
    await lead.press('Add evidence', { title, language })
  }
  const offered = async (path = form()) => {
    await lead.open(path)
    return lead.valueOf('language')
  }
  const languagesOf = async (...titles: string[]) =>
    service.parts.db('evidence').whereIn('title', titles).pluck<string[]>('language')

  test('forms offer the language of the library’s two latest items, and English when they differ', async () => {
    const shown = [await offered()]
    for (const [title, language] of [
      ['Stori', 'cy'],
      ['Croeso', 'cy'],
      ['A poster in Polish', 'pl'],
    ] as const) {
      await add(title, language)
      shown.push(await offered())
    }
    expect(shown).toEqual(['en', 'en', 'cy', 'en'])
  })

  test('evidence from quick upload and from the inbox also gets the usual language', async () => {
    await add('Amser stori', 'cy')
    await add('Te a sgwrs', 'cy')
    const item = await world.sent('Diolch')
    const others = [await world.sent('Y silff newydd'), await world.sent('Yr arwydd newydd')]
    expect(await offered(`${world.inbox}/${item}`)).toBe('cy')
    await lead.open(`${world.inbox}/evidence?${others.map(id => `inboxItem=${id}`).join('&')}`)
    await lead.press('Add to evidence', { inboxItem: others, kind: 'statistic' })
    await lead.open(`/organisations/${world.library.id}/evidence/quick`)
    await lead.press('Add evidence', { title: 'Diwrnod agored', note: 'Daeth ugain o bobl.' })
    expect(await languagesOf('Y silff newydd', 'Yr arwydd newydd', 'Diwrnod agored')).toEqual(['cy', 'cy', 'cy'])
    await world.other.lead.open(`/organisations/${world.other.id}/evidence/new`)
    expect(world.other.lead.valueOf('language')).toBe('en')
  })
})
