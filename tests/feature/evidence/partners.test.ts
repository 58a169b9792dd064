import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addDays, dayOf, type Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aLibrary, publishedFramework, aSignedInPerson, type Known, type Library } from '../../support/library.ts'
import { arabicName, idOnPage, partnerDetails, partnerSteps, ukrainianName } from '../../support/partners.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('partners', engine => {
  let service: Service
  let library: Library
  let other: Library
  let appraiser: Known
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
    appraiser = await aSignedInPerson(service, 'Robin Reader', ['appraiser'])
  })
  afterAll(() => service.end())
  const { activity, add, events } = partnerSteps(() => ({ service, library }))

  describe('the details of a partner', () => {
    test('a twinned library’s name is shown in its own script and in English', async () => {
      const partner = await add()
      const { $ } = library.lead
      expect([$('h1 bdi').text(), $('h1 bdi').attr('lang'), $('h1 bdi').attr('dir')]).toEqual([
        ukrainianName,
        'uk',
        'auto',
      ])
      for (const words of [
        'Sunny Hill Library',
        'Twinned library',
        'Poltava, Ukraine',
        '3 May 2025',
        'Twelve books a year each way.',
        'Reader development librarian',
        'Twinned libraries: Fellside Libraries',
      ])
        expect(library.lead.text).toContain(words)
      expect(await events(partner)).toEqual(['partner.added'])
      const guests = await add({ name: arabicName, language: 'ar', englishName: '', kind: 'refugee organisation' })
      expect([library.lead.$('h1 bdi').attr('lang'), library.lead.$('h1 bdi').attr('dir')]).toEqual(['ar', 'rtl'])
      await library.observer.open(`/organisations/${library.id}/partners`)
      expect(
        library.observer
          .$('.los-evidence bdi')
          .toArray()
          .map(name => library.observer.$(name).text()),
      ).toEqual([ukrainianName, arabicName])
      expect(library.observer.links.map(({ text }) => text)).not.toContain('Add a partner')
      expect(library.observer.text).not.toContain('0 items of evidence')
      await library.contributor.open(`/partners/${guests}/removal`)
      await library.contributor.press('Remove partner')
      await library.contributor.open(`/partners/${guests}`)
      expect(library.contributor.status).toBe(404)
    })

    test('a partner with missing or impossible values is refused, and the form keeps what was entered', async () => {
      await add({ name: '', kind: null, since: '2026-02-31', until: '2020-01-01', contact: 'call 07700 900 123' })
      expect([library.lead.status, library.lead.errors, library.lead.valueOf('place')]).toEqual([
        422,
        [
          'Enter the name of the organisation',
          'Choose a type of partner',
          'Enter a real date, such as 28 February 2027',
          'Enter a job title, without an email address or phone number',
        ],
        'Poltava, Ukraine',
      ])
      await add({ since: '2026-03-01', until: '2026-02-01' })
      expect(library.lead.errors).toEqual(['Enter an end date on or after the date you started working together'])
      const refused = 'The date you started working together must be today or in the past'
      await add({ since: addDays(dayOf(service.clock.now()), 1) })
      expect([library.lead.status, library.lead.errors]).toEqual([422, [refused]])
      const begunToday = await add({ since: dayOf(service.clock.now()) })
      await library.lead.open(`/partners/${begunToday}/edit`)
      await library.lead.press('Save', { since: addDays(dayOf(service.clock.now()), 1) })
      expect([library.lead.status, library.lead.errors]).toEqual([422, [refused]])
    })

    behavesLikeEveryForm('the form for a new partner', async () => ({
      person: library.lead,
      address: `/organisations/${library.id}/partners/new`,
      fields: partnerDetails({ name: 'Ysgol y Bont', language: 'cy' }) as never,
      other: ['name', 'Ysgol y Coed'],
      refused: { kind: 'unknown' },
      saved: async () =>
        (await service.parts.db('partners').where({ organisation_id: library.id }).whereLike('name', 'Ysgol%')).length,
    }))

    test('a partner is not overwritten when someone else has changed it since the page was opened', async () => {
      const partner = await add()
      await library.lead.open(`/partners/${partner}/edit`)
      await library.contributor.open(`/partners/${partner}/edit`)
      await library.contributor.press('Save', { place: 'Lviv, Ukraine' } as never)
      await library.lead.press('Save', { place: 'Elsewhere' } as never)
      expect(library.lead.status).toBe(409)
      await library.lead.open(`/partners/${partner}`)
      expect([library.lead.text.includes('Lviv, Ukraine'), await events(partner)]).toEqual([
        true,
        ['partner.added', 'partner.changed'],
      ])
    })

    test('an observer can read but not change a partner, and people outside the library cannot read it', async () => {
      const partner = await add()
      const asked = async (actor: Known, address: string) => {
        await actor.open(address)
        return actor.status
      }
      expect([
        await asked(library.observer, `/partners/${partner}`),
        await asked(library.observer, `/partners/${partner}/edit`),
        await asked(other.lead, `/partners/${partner}`),
        await asked(appraiser, `/partners/${partner}`),
        await asked(other.lead, `/organisations/${library.id}/partners`),
      ]).toEqual([200, 403, 404, 404, 404])
    })
  })

  describe('the check for personal details', () => {
    const foundOn = ({ $ }: Known) =>
      $('#personal-data-question li')
        .map((_, line) => $(line).text().replace(/\s+/g, ' ').trim())
        .get()
    const answers = (partner: string) =>
      service.parts.db('personal_data_answers').where({ partner_id: partner }).select('kinds', 'answer', 'reason')

    test('the partner form asks once about each personal detail, and the team can read why one is kept', async () => {
      const before = await service.parts.db('partners').count('id as n')
      await add({
        name: 'The Halima Warsame Trust',
        language: 'en',
        englishName: '',
        place: '12 Example Road',
        agreed: 'The Halima Warsame Trust sends readers. Ring Selamawit on 07700 900123.',
      })
      expect([
        library.lead.status,
        library.lead.errors,
        foundOn(library.lead),
        await service.parts.db('partners').count('id as n'),
      ]).toEqual([
        422,
        [],
        [
          '12 Example Road Address or postcode · Where is it?',
          'Selamawit Name · What did you agree?',
          '07700 900123 Phone number · What did you agree?',
        ],
        before,
      ])
      expect([
        library.lead
          .$('#personal-data-question li a')
          .map((_, link) => library.lead.$(link).attr('href'))
          .get(),
        library.lead
          .$('input[name="personalData"]')
          .map((_, choice) => library.lead.$(choice).attr('value'))
          .get(),
      ]).toEqual([
        ['#place', '#agreed', '#agreed'],
        ['removed', 'keep'],
      ])
      await library.lead.press('Add partner')
      expect([library.lead.status, library.lead.errors]).toEqual([422, ['Choose what to do with the personal details']])
      await library.lead.press('Add partner', {
        place: 'Millbrook',
        agreed: 'The Halima Warsame Trust sends readers. Ring their desk on 07700 900123.',
        personalData: 'keep',
        personalDataReason: 'The number of their front desk',
      } as never)
      const partner = idOnPage(library.lead)
      expect([library.lead.status, await answers(partner), await events(partner)]).toEqual([
        200,
        [{ kinds: '["phone"]', answer: 'keep', reason: 'The number of their front desk' }],
        ['partner.added', 'partner.personal_data_answered'],
      ])
      await library.observer.open(`/partners/${partner}`)
      expect(library.observer.text).toContain('Phone number: The number of their front desk')

      await library.lead.open(`/partners/${partner}/edit`)
      await library.lead.press('Save', { place: 'Fellwick' } as never)
      expect([library.lead.status, library.lead.errors, (await answers(partner)).length]).toEqual([200, [], 1])
      await library.lead.open(`/partners/${partner}/edit`)
      await library.lead.press('Save', { agreed: 'Ask for Selamawit.' } as never)
      expect([library.lead.status, foundOn(library.lead)]).toEqual([422, ['Selamawit Name · What did you agree?']])
    })

    test('the partner form does not ask about a partner’s full name, but does ask about other details', async () => {
      await add({
        name: 'Amina Hassan Sewing 07700 900123',
        language: 'en',
        englishName: '',
        place: '',
        agreed: 'The Amina Hassan Sewing 07700 900123 group meets with us.',
      })
      expect([
        library.lead.status,
        foundOn(library.lead),
        library.lead.$('#personal-data-question li a').attr('href'),
      ]).toEqual([422, ['07700 900123 Phone number · Name of the organisation'], '#name'])
      await library.lead.press('Add partner', {
        name: 'The Amina Hassan Sewing Group',
        agreed: 'Amina Hassan Sewing Group: ask Amina Hassan.',
        personalData: 'keep',
        personalDataReason: 'It is their office',
      } as never)
      expect([library.lead.status, library.lead.errors, foundOn(library.lead)]).toEqual([
        422,
        ['There is more to check. Choose what to do with everything listed below'],
        ['Amina Hassan Name · What did you agree?'],
      ])
      await library.lead.press('Add partner', {
        agreed: 'The Amina Hassan Sewing Group sews, and ask Amina Hassan.',
      } as never)
      expect([library.lead.status, await answers(idOnPage(library.lead))]).toEqual([
        200,
        [{ kinds: '["name"]', answer: 'keep', reason: 'It is their office' }],
      ])
    })

    test('personal details are found even when the partner’s name is a single character', async () => {
      await add({
        name: '9',
        language: 'en',
        englishName: 'a',
        place: '',
        agreed: 'Ring Halima Warsame on 07700 900123.',
      })
      expect([library.lead.status, foundOn(library.lead)]).toEqual([
        422,
        ['Halima Warsame Name · What did you agree?', '07700 900123 Phone number · What did you agree?'],
      ])
    })
  })

  test('partners are found by place, type, agreement, activities, and name in any script', async () => {
    const there = await aLibrary(service, 'Kestrel Libraries')
    const named = async (name: string, more: Record<string, unknown> = {}) => {
      await there.lead.open(`/organisations/${there.id}/partners/new`)
      await there.lead.press(
        'Add partner',
        partnerDetails({
          name,
          language: 'en',
          englishName: '',
          kind: 'school',
          place: 'Fellwick',
          agreed: '',
          ...more,
        }) as never,
      )
      return idOnPage(there.lead)
    }
    const school = await named('Ysgol y Dŵr', { language: 'cy' })
    await named(ukrainianName, {
      language: 'uk',
      englishName: 'Sunny Hill Library',
      kind: 'twinned library',
      place: 'Poltava',
      agreed: 'Twelve books a year',
    })
    await named(arabicName, { language: 'ar', kind: 'refugee organisation' })
    await activity(school, { title: 'Reading beside the river' }, there.lead)
    const found = async (search: string) => {
      await there.observer.open(`/organisations/${there.id}/partners?${new URLSearchParams({ search }).toString()}`)
      return there.observer
        .$('.los-evidence bdi')
        .toArray()
        .map(name => there.observer.$(name).text())
    }
    expect([
      await found('dwr'),
      await found('сонячнии'),
      await found('sunny pol'),
      await found('بيت'),
      await found('twinned'),
      await found('TWELVE'),
      await found('river'),
      await found('school river'),
      await found(''),
    ]).toEqual([
      ['Ysgol y Dŵr'],
      [ukrainianName],
      [ukrainianName],
      [arabicName],
      [ukrainianName],
      [ukrainianName],
      ['Ysgol y Dŵr'],
      ['Ysgol y Dŵr'],
      [ukrainianName, 'Ysgol y Dŵr', arabicName],
    ])
    expect([
      await found('kestrel'),
      there.observer.text.includes('No partners match “kestrel”'),
      await found('%'),
      await found('fell'),
    ]).toEqual([[], true, [], ['Ysgol y Dŵr', arabicName]])
    const before = Array.from({ length: 500 }, (_, index) => ({
      id: newId(),
      partner_id: school,
      title: `Story hour ${index}`,
      from_day: '2026-11-01' as Day,
      to_day: null,
      version: 1,
    }))
    await service.database.writer.batchInsert('partner_activities', before, 50)
    expect([await found('river'), await found('story 499')]).toEqual([[], ['Ysgol y Dŵr']])
    expect([
      await found('fell'),
      there.observer.text.includes('2 partners match “fell”'),
      await found('Сонячний'),
    ]).toEqual([['Ysgol y Dŵr', arabicName], true, [ukrainianName]])
    await there.observer.follow('Show all partners')
    expect(there.observer.$('.los-evidence li').length).toBe(3)
  })
})
