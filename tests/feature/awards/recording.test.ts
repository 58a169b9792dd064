import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { asCsv } from '../../support/import-files.ts'
import { interruptedWrite } from '../../support/interrupted-write.ts'
import { aService, type Service } from '../../support/service.ts'

const date = (name: string, day: string) => {
  const [year, month, date] = day.split('-')
  return { [`${name}-day`]: date!, [`${name}-month`]: month!, [`${name}-year`]: year! }
}

eachDatabase('the form to record an earlier award', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
  })
  afterAll(() => service.end())

  behavesLikeEveryForm('the form that records an award', async () => {
    const organisation = await anOrganisation(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    return {
      person: await signedIn(service, coordinator),
      address: `/awards/new?organisation=${organisation.id}`,
      fields: {
        scope: organisation.branches,
        from: '2026-06-01',
        to: '2027-05-31',
        decidedBy: 'Ashcombe local group',
        source: 'Letter of 1 June 2026',
      },
      other: ['decidedBy', 'The board of the charity'],
      refused: { source: '' },
      saved: async () => (await service.database.writer('awards').where({ organisation_id: organisation.id })).length,
      canRepeat: false,
    }
  })
})

eachDatabase('recording an award made before this service', engine => {
  test('a recorded award whose last day has passed is overdue, and the form refuses wrong dates', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, '/awards')
    await casework.follow('Record an award')
    await casework.press('Search', { name: 'ashc' })
    await casework.follow('Ashcombe Libraries, Ashcombe')
    await casework.press('Record the award', { scope: [], decidedBy: '', source: '' })
    expect([casework.status, casework.errors]).toEqual([
      422,
      [
        'Choose at least one branch',
        'Enter the date the award is valid from',
        'Enter the last day that the award is valid',
        'Enter who made the decision',
        'Enter where the decision is recorded',
      ],
    ])
    const paper = { scope: organisation.branches, decidedBy: 'Ashcombe local group', source: 'Letter of 1 June 2024' }
    const wrong = async (from: string, to: string): Promise<string[]> => {
      await casework.press('Record the award', { ...paper, ...date('from', from), ...date('to', to) })
      return casework.errors
    }
    expect(await wrong('2027-03-02', '2028-03-01')).toEqual(['The date the award starts must be today or in the past'])
    expect(await wrong('2026-03-01', '2026-02-28')).toEqual(['Enter an end date after the start date'])
    expect(await wrong('2026-02-30', '2027-02-28')).toEqual(['Enter a real date, such as 28 February 2027'])
    expect([await wrong('0000-01-01', '2027-05-31'), await wrong('1999-12-31', '2027-05-31')]).toEqual([
      ['Enter a real date, such as 28 February 2027'],
      ['Enter 1 January 2000 or a later date'],
    ])
    expect([await wrong('2025-06-01', '9999-12-31'), await wrong('2025-06-01', '2150-01-01')]).toEqual([
      ['Enter a real date, such as 28 February 2027'],
      ['Enter a date no more than 10 years from now'],
    ])
    await casework.press('Record the award', { ...paper, ...date('from', '2024-02-29'), ...date('to', '2027-02-20') })
    const db = service.database.writer
    const award = (await db('awards').first())!
    expect([
      casework.address,
      casework.headings[1],
      casework.text.includes('Decided by: Ashcombe local group'),
    ]).toEqual([`/awards/${award.id}`, 'Not valid since 21 February 2027', true])
    expect((await db('award_changes').orderBy('number')).map(({ move, from_day }) => [move, from_day])).toEqual([
      ['record', '2024-02-29'],
      ['openRenewal', '2026-08-24'],
      ['fallOverdue', '2027-02-21'],
    ])
    const terms = await db('terms')
    expect(terms.map(({ anchor, starts_on, ends_on, months }) => [anchor, starts_on, ends_on, months])).toEqual([
      ['2027-02-21', '2024-02-29', '2027-02-20', 0],
    ])
    await casework.open(`/awards/${award.id}/certificate`)
    expect(casework.text).toContain('Awarded before City of Sanctuary’s online service started')
    await casework.open(`/verify/${award.code}`)
    expect(casework.text).toContain('for an award made before this service')
    await casework.open(`/awards/new?organisation=${organisation.id}`)
    expect(casework.text).toContain('An award or application already covers every branch')
    await casework.send(`/awards/new?organisation=${organisation.id}`, {
      ...paper,
      ...date('from', '2025-01-01'),
      ...date('to', '2028-01-01'),
    })
    expect([casework.status, casework.errors, (await db('awards')).length]).toEqual([
      422,
      ['Choose other branches. Already covered by another award or application: Central, Millbrook'],
      1,
    ])
    await service.end()
  })

  test('an award is not recorded for a branch that an undone import deletes at that moment', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const [casework, colleague] = [await signedIn(service, coordinator), await signedIn(service, coordinator)]
    const content = asCsv([
      ['Organisation', 'Branch'],
      [organisation.name, 'Harbour'],
    ])
    await colleague.open('/imports/new/organisations')
    await colleague.press('Check the file', { file: [{ name: 'branches.csv', content }] })
    await colleague.press('Import 1 branch')
    const db = service.database.writer
    const added = (await db('branches').where({ name: 'Harbour' }).first('id'))!
    await casework.open(`/awards/new?organisation=${organisation.id}`)
    const { write } = service.parts
    service.parts.write = interruptedWrite(write, 1, async () => {
      service.parts.write = write
      await colleague.press('Undo the whole import', { sure: 'yes' })
    })
    await casework.press('Record the award', {
      scope: [...organisation.branches, added.id],
      decidedBy: 'Ashcombe local group',
      source: 'Letter of 1 June 2024',
      ...date('from', '2026-06-01'),
      ...date('to', '2029-05-31'),
    })
    expect([await db('branches').where({ id: added.id }), await db('awards')]).toEqual([[], []])
    expect([casework.status, casework.errors, casework.valueOf('source')]).toEqual([
      422,
      ['Choose branches from the list'],
      'Letter of 1 June 2024',
    ])
    await service.end()
  })

  test('the form finds organisations by name and lists 50 to a page', async () => {
    const service = await aService(engine)
    for (let number = 10; number < 62; number += 1) await anOrganisation(service, { name: `Library ${number}` })
    const casework = await signedIn(
      service,
      await aPersonWho(service, { roles: ['coordinator'] }),
      '/awards/new?name=library',
    )
    const shown = () =>
      casework.links
        .filter(({ href }) => href.startsWith('/awards/new?organisation='))
        .map(({ text }) => text.split(',')[0])
    expect([shown().length, shown().at(-1)]).toEqual([50, 'Library 59'])
    await casework.follow('Next page')
    expect(shown()).toEqual(['Library 60', 'Library 61'])
    await service.end()
  })

  test('only coordinators can record an award, and never for their own library', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']], roles: ['coordinator'] })
    const casework = await signedIn(service, lead, `/awards/new?organisation=${organisation.id}`)
    expect(casework.status).toBe(403)
    const trustee = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), '/awards/new')
    expect(trustee.status).toBe(404)
    expect(await service.database.writer('awards')).toEqual([])
    await service.end()
  })
})
