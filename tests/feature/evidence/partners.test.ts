import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Tx } from '../../../src/db/connection.ts'
import { newId } from '../../../src/db/ids.ts'
import { addDays, dayOf, type Day } from '../../../src/domain/time.ts'
import { frozenPartnershipsAreWhole, partnersStayAtHome } from '../../../src/invariants/partners.ts'
import { eachDatabase } from '../../support/database.ts'
import { aRound, everythingWritten } from '../../support/factories.ts'
import {
  aLibrary,
  anApplicationIn,
  declares,
  publishedFramework,
  somebody,
  takesSeat,
  type Known,
  type Library,
} from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'

const sunny = 'Бібліотека «Сонячний Пагорб»'
const arabic = 'بيت الضيافة'

eachDatabase('partners', engine => {
  let service: Service
  let library: Library
  let other: Library
  let appraiser: Known
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    await aRound(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
    appraiser = await somebody(service, 'Robin Reader', ['appraiser'])
  })
  afterAll(() => service.end())

  const lastOf = (actor: Known) => actor.address.split('/')[2]!
  const said = (more: Record<string, unknown> = {}) => ({
    name: sunny,
    language: 'uk',
    englishName: 'Sunny Hill Library',
    kind: 'twinned library',
    place: 'Poltava, Ukraine',
    since: '2025-05-03',
    agreed: 'Twelve books a year each way.',
    contact: 'Reader development librarian',
    ...more,
  })
  const add = async (more: Record<string, unknown> = {}, actor = library.lead) => {
    await actor.open(`/organisations/${library.id}/partners/new`)
    await actor.press('Add the partner', said(more) as never)
    return lastOf(actor)
  }
  const activity = async (partner: string, more: Record<string, unknown> = {}, actor = library.lead) => {
    await actor.open(`/partners/${partner}/activities/new`)
    await actor.press('Add it', { title: 'Reading in two languages', from: '2026-10-12', ...more } as never)
  }
  const evidence = async (title: string, row: Record<string, unknown> = {}) => {
    const [id, at] = [newId(), service.clock.now()]
    await service.database.transaction(trx =>
      trx('evidence')
        .insert({
          id,
          organisation_id: library.id,
          title,
          kind: 'policy',
          summary: '',
          period_from: null,
          period_to: null,
          language: 'en',
          sensitivity: 'ordinary',
          owner_id: library.lead.id,
          received_at: at,
          removed_at: null,
          version: 1,
          ...row,
        } as never)
        .then(() => undefined),
    )
    return id
  }
  const attach = async (partner: string, ids: string[], actor = library.lead) => {
    await actor.open(`/partners/${partner}/evidence`)
    await actor.send(`/partners/${partner}/evidence`, { evidence: ids } as never)
  }
  const events = async (entity: string) =>
    (await service.parts.db('events').where({ entity_id: entity }).orderBy('sequence')).map(({ name }) => name)

  describe('who it is', () => {
    test('shows a twinned library in its own script, with language and direction, and its English name', async () => {
      const partner = await add()
      const { $ } = library.lead
      expect([$('h1 bdi').text(), $('h1 bdi').attr('lang'), $('h1 bdi').attr('dir')]).toEqual([sunny, 'uk', 'auto'])
      for (const words of [
        'Sunny Hill Library',
        'Twinned library',
        'Poltava, Ukraine',
        '3 May 2025',
        'Twelve books a year each way.',
        'Reader development librarian',
        'Twinned: Fellside Libraries',
      ])
        expect(library.lead.text).toContain(words)
      expect(await events(partner)).toEqual(['partner.added'])
      const guests = await add({ name: arabic, language: 'ar', englishName: '', kind: 'refugee organisation' })
      expect([library.lead.$('h1 bdi').attr('lang'), library.lead.$('h1 bdi').attr('dir')]).toEqual(['ar', 'rtl'])
      await library.observer.open(`/organisations/${library.id}/partners`)
      expect(
        library.observer
          .$('.los-evidence bdi')
          .toArray()
          .map(name => library.observer.$(name).text()),
      ).toEqual([sunny, arabic])
      expect(library.observer.links.map(({ text }) => text)).not.toContain('Add a partner')
      await library.contributor.open(`/partners/${guests}/removal`)
      await library.contributor.press('Remove it')
      await library.contributor.open(`/partners/${guests}`)
      expect(library.contributor.status).toBe(404)
    })

    test('what is missing or impossible is said beside its field, and what was typed stays', async () => {
      await add({ name: '', kind: null, since: '2026-02-31', until: '2020-01-01', contact: 'call 07700 900 123' })
      expect([library.lead.status, library.lead.errors, library.lead.valueOf('place')]).toEqual([
        422,
        [
          'Enter the name of the partner',
          'Choose a kind of partner',
          expect.stringContaining('day'),
          'Enter a role, such as community librarian, without an address or a telephone number',
        ],
        'Poltava, Ukraine',
      ])
      await add({ since: '2026-03-01', until: '2026-02-01' })
      expect(library.lead.errors).toEqual(['Enter a day that is not before you began'])
      const refused = 'Enter today or an earlier day'
      await add({ since: addDays(dayOf(service.clock.now()), 1) })
      expect([library.lead.status, library.lead.errors]).toEqual([422, [refused]])
      const begunToday = await add({ since: dayOf(service.clock.now()) })
      await library.lead.open(`/partners/${begunToday}/edit`)
      await library.lead.press('Save', { since: addDays(dayOf(service.clock.now()), 1) })
      expect([library.lead.status, library.lead.errors]).toEqual([422, [refused]])
    })

    test('a form sent again is saved once; with other words it warns, and the next press saves them', async () => {
      const [{ lead }, address] = [library, `/organisations/${library.id}/partners/new`]
      const names = async () =>
        await service.parts
          .db('partners')
          .where({ organisation_id: library.id })
          .whereLike('name', 'Ysgol%')
          .orderBy('name')
          .pluck<string[]>('name')
      await lead.open(address)
      const idempotencyKey = lead.valueOf('idempotencyKey')
      const sends = (name: string, id = idempotencyKey) =>
        lead.send(address, {
          idempotencyKey: id,
          name,
          language: 'cy',
          englishName: '',
          kind: 'school',
          place: '',
          'since-day': '3',
          'since-month': '5',
          'since-year': '2025',
          'until-day': '',
          'until-month': '',
          'until-year': '',
          agreed: '',
          contact: '',
        })
      await sends('Ysgol y Bont')
      const first = lead.address
      await sends('Ysgol y Bont')
      expect([lead.status, lead.address, await names()]).toEqual([200, first, ['Ysgol y Bont']])
      await sends('Ysgol y Coed')
      expect([lead.status, lead.errors, lead.notices, lead.valueOf('name'), await names()]).toEqual([
        422,
        ['An earlier version was saved. Press again to save your changes as a new entry'],
        [],
        'Ysgol y Coed',
        ['Ysgol y Bont'],
      ])
      expect(lead.valueOf('idempotencyKey')).not.toBe(idempotencyKey)
      await lead.press('Add the partner')
      expect([lead.status, await names()]).toEqual([200, ['Ysgol y Bont', 'Ysgol y Coed']])
    })

    test('changed twice from the same page, the second is told that somebody was faster', async () => {
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

    test('only its own library knows of it; its observers read', async () => {
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

  describe('before what is said of a partner is saved', () => {
    const foundOn = ({ $ }: Known) =>
      $('#personal-data-question li')
        .map((_, line) => $(line).text().replace(/\s+/g, ' ').trim())
        .get()
    const answers = (partner: string) =>
      service.parts.db('personal_data_answers').where({ partner_id: partner }).select('kinds', 'answer', 'reason')

    test('asks about personal details; they are removed, or kept with a reason that the team reads', async () => {
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
      await library.lead.press('Add the partner')
      expect([library.lead.status, library.lead.errors]).toEqual([422, ['Choose what to do with the personal details']])
      await library.lead.press('Add the partner', {
        place: 'Millbrook',
        agreed: 'The Halima Warsame Trust sends readers. Ring their desk on 07700 900123.',
        personalData: 'keep',
        personalDataReason: 'The number of their front desk',
      } as never)
      const partner = lastOf(library.lead)
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

    test('allows the partner’s full name, asks about other personal details, and keeps no match', async () => {
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
      ]).toEqual([422, ['07700 900123 Phone number · What is it called?'], '#name'])
      await library.lead.press('Add the partner', {
        name: 'The Amina Hassan Sewing Group',
        agreed: 'Amina Hassan Sewing Group: ask Amina Hassan.',
        personalData: 'keep',
        personalDataReason: 'It is their office',
      } as never)
      expect([library.lead.status, library.lead.errors, foundOn(library.lead)]).toEqual([
        422,
        ['We found more personal details. Choose what to do with all of them'],
        ['Amina Hassan Name · What did you agree?'],
      ])
      await library.lead.press('Add the partner', {
        agreed: 'The Amina Hassan Sewing Group sews, and ask Amina Hassan.',
      } as never)
      expect([library.lead.status, await answers(lastOf(library.lead))]).toEqual([
        200,
        [{ kinds: '["name"]', answer: 'keep', reason: 'It is their office' }],
      ])
    })

    test('a name of one letter or figure hides nothing within a longer word or number', async () => {
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

    test('what was done together is asked about alike', async () => {
      const partner = await add()
      await activity(partner, { title: 'Tea with Halima Warsame' })
      expect([
        library.lead.status,
        foundOn(library.lead),
        library.lead.$('#personal-data-question li a').attr('href'),
        library.lead.valueOf('title'),
      ]).toEqual([422, ['Halima Warsame Name · What did you do?'], '#title', 'Tea with Halima Warsame'])
      await library.lead.press('Add it', { title: 'Tea with a reader', personalData: 'removed' } as never)
      expect([library.lead.status, library.lead.text.includes('Tea with a reader')]).toEqual([200, true])
      await library.lead.follow('Change Tea with a reader')
      await library.lead.press('Save', { title: 'Tea with Halima Warsame' } as never)
      expect(library.lead.status).toBe(422)
      await library.lead.press('Save', {
        personalData: 'keep',
        personalDataReason: 'She is the poet, and read in public',
      } as never)
      expect([library.lead.status, (await answers(partner)).map(({ reason }) => reason)]).toEqual([
        200,
        ['She is the poet, and read in public'],
      ])
    })
  })

  test('one is found by its name in any letters, its place, its kind, and what was agreed or done', async () => {
    const there = await aLibrary(service, 'Kestrel Libraries')
    const named = async (name: string, more: Record<string, unknown> = {}) => {
      await there.lead.open(`/organisations/${there.id}/partners/new`)
      await there.lead.press(
        'Add the partner',
        said({
          name,
          language: 'en',
          englishName: '',
          kind: 'school',
          place: 'Fellwick',
          agreed: '',
          ...more,
        }) as never,
      )
      return lastOf(there.lead)
    }
    const school = await named('Ysgol y Dŵr', { language: 'cy' })
    await named(sunny, {
      language: 'uk',
      englishName: 'Sunny Hill Library',
      kind: 'twinned library',
      place: 'Poltava',
      agreed: 'Twelve books a year',
    })
    await named(arabic, { language: 'ar', kind: 'refugee organisation' })
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
      [sunny],
      [sunny],
      [arabic],
      [sunny],
      [sunny],
      ['Ysgol y Dŵr'],
      ['Ysgol y Dŵr'],
      [sunny, 'Ysgol y Dŵr', arabic],
    ])
    expect([
      await found('kestrel'),
      there.observer.text.includes('No partner fits “kestrel”'),
      await found('%'),
      await found('fell'),
    ]).toEqual([[], true, [], ['Ysgol y Dŵr', arabic]])
    const before = Array.from({ length: 500 }, (_, index) => ({
      id: newId(),
      partner_id: school,
      title: `Story hour ${index}`,
      from_day: '2026-11-01' as Day,
      to_day: null,
      version: 1,
    }))
    await service.database.writer.batchInsert('partner_activities', before, 50)
    // the last five hundred are looked through
    expect([await found('river'), await found('story 499')]).toEqual([[], ['Ysgol y Dŵr']])
    expect([
      await found('fell'),
      there.observer.text.includes('2 partners for “fell”'),
      await found('Сонячний'),
    ]).toEqual([['Ysgol y Dŵr', arabic], true, [sunny]])
    await there.observer.follow('Show all partners')
    expect(there.observer.$('.los-evidence li').length).toBe(3)
  })

  test('what hangs on a partner is found by any of its words, and only as far as somebody may open it', async () => {
    const partner = await add()
    for (const [title, note, sensitivity] of [
      ['Log of the reading group', 'held beside the kingfisher', 'ordinary'],
      ['Letters of readers', 'about the kingfisher', 'restricted'],
    ]) {
      await library.lead.open(`/organisations/${library.id}/evidence/new`)
      await library.lead.press('Add evidence', { title: title!, note: note!, sensitivity: sensitivity! } as never)
      service.clock.minutesPass(1)
    }
    const offered = async (actor: Known, search: string) => {
      await actor.open(`/partners/${partner}/evidence?search=${search}`)
      return actor
        .$('.govuk-checkboxes__label')
        .toArray()
        .map(label => actor.$(label).text().trim())
    }
    expect([
      await offered(library.lead, 'kingfi'),
      await offered(library.contributor, 'kingfi'),
      await offered(library.contributor, 'letters'),
      library.contributor.text.includes('Nothing you can open fits “letters”'),
    ]).toEqual([['Letters of readers', 'Log of the reading group'], ['Log of the reading group'], [], true])
    await library.lead.press('Put with this partner', {
      evidence: (await service.parts.db('evidence').where({ title: 'Letters of readers' }).first())!.id,
    } as never)
    expect([await offered(library.lead, 'kingfi'), await offered(library.contributor, 'kingfi')]).toEqual([
      ['Log of the reading group'],
      ['Log of the reading group'],
    ])
  })

  test('what was done together is added, changed and removed, each with its line of history', async () => {
    const partner = await add()
    await activity(partner)
    await activity(partner, { title: 'Book parcels', from: '2026-11-01', to: '2026-11-30' })
    const lines = () =>
      library.lead
        .$('main ul.govuk-list--bullet li > span')
        .toArray()
        .map(line => library.lead.$(line).text())
    await library.lead.open(`/partners/${partner}`)
    expect(lines()).toEqual([
      '1 November 2026 to 30 November 2026: Book parcels',
      '12 October 2026: Reading in two languages',
    ])
    await library.lead.follow('Change Book parcels')
    await library.lead.press('Save', { title: 'Parcels of books', 'to-day': '31' } as never)
    expect([library.lead.status, library.lead.valueOf('title')]).toEqual([422, 'Parcels of books'])
    await library.lead.press('Save', { 'to-day': '29' } as never)
    expect(lines()[0]).toBe('1 November 2026 to 29 November 2026: Parcels of books')
    await activity(partner, { title: 'A visit to come', from: '2027-12-03' })
    expect(lines()[0]).toBe('3 December 2027: A visit to come (planned)')
    await library.lead.follow('Change A visit to come')
    await library.lead.follow('Remove it')
    await library.lead.press('Remove it')
    await library.lead.follow('Change Reading in two languages')
    await library.lead.follow('Remove it')
    await library.lead.press('Remove it')
    expect([lines(), await events(partner)]).toEqual([
      ['1 November 2026 to 29 November 2026: Parcels of books'],
      [
        'partner.added',
        'partner.activity_added',
        'partner.activity_added',
        'partner.activity_changed',
        'partner.activity_added',
        'partner.activity_removed',
        'partner.activity_removed',
      ],
    ])
  })

  describe('what shows it', () => {
    test('is seen from both sides, and taken off again', async () => {
      const [partner, thanks] = [await add(), await evidence('Letter of thanks')]
      await library.lead.open(`/partners/${partner}/evidence`)
      await library.lead.press('Put with this partner', { evidence: thanks })
      expect(library.lead.notices).toEqual(['One piece of evidence hangs on it now.'])
      await library.lead.open(`/evidence/${thanks}`)
      await library.lead.follow('Sunny Hill Library')
      expect(library.lead.text).toContain('Letter of thanks')
      await library.lead.press('Take off Letter of thanks')
      await library.lead.open(`/evidence/${thanks}`)
      expect(library.lead.text).toContain('Partnerships (0)')
      await library.lead.follow('Say which partners it is about')
      await library.lead.press('Save', { partner } as never)
      expect([
        library.lead.links.map(({ text }) => text).includes('Sunny Hill Library'),
        await events(partner),
      ]).toEqual([
        true,
        ['partner.added', 'partner.evidence_attached', 'partner.evidence_detached', 'partner.evidence_attached'],
      ])
    })

    test('hides and does not count restricted evidence, and attaches no other library’s', async () => {
      const [partner, open, closed] = [
        await add({ englishName: 'Counting Library' }),
        await evidence('Open to all'),
        await evidence('Closed to most', { sensitivity: 'restricted' }),
      ]
      await attach(partner, [open, closed])
      const seen = async (actor: Known) => {
        await actor.open(`/partners/${partner}`)
        const onPage = [actor.text.includes('Open to all'), actor.text.includes('Closed to most')]
        await actor.open(`/organisations/${library.id}/partners`)
        return [
          ...onPage,
          actor
            .$('.los-evidence li')
            .filter((_, card) => actor.$(card).text().includes('Counting Library'))
            .text()
            .includes('2 pieces of evidence'),
        ]
      }
      expect([await seen(library.lead), await seen(library.observer)]).toEqual([
        [true, true, true],
        [true, false, false],
      ])
      await attach(partner, [await evidence('Theirs', { organisation_id: other.id, owner_id: other.lead.id })])
      expect(library.lead.status).toBe(422)
      await library.contributor.send(`/partners/${partner}/evidence/${closed}/removal`, {})
      expect(library.contributor.status).toBe(404)
    })

    test('the history hides evidence that the reader may not open, and still fills its page', async () => {
      const [partner, open, closed, own] = [
        await add(),
        await evidence('Told to all'),
        await evidence('Told to few', { sensitivity: 'restricted' }),
        await evidence('Of the contributor', { sensitivity: 'restricted', owner_id: library.contributor.id }),
      ]
      const emailed = async (actor: Known) => {
        await actor.open(`/partners/${partner}`)
        return actor
          .$('.los-events li')
          .toArray()
          .map(line => actor.$(line).text().replace(/\s+/g, ' '))
          .map(line => ['put with', 'taken off'].find(words => line.includes(words)) ?? 'else')
      }
      const page = async () => {
        await library.observer.open(`/partners/${partner}`)
        return library.observer.$('main').html()
      }
      const before = await page()
      await attach(partner, [closed])
      await library.lead.send(`/partners/${partner}/evidence/${closed}/removal`, {})
      expect(await page()).toBe(before)
      await attach(partner, [own])
      await attach(partner, [open, closed])
      await library.lead.send(`/partners/${partner}/evidence/${open}/removal`, {})
      const [all, few] = [
        ['taken off', 'put with', 'put with', 'taken off', 'put with', 'else'],
        ['taken off', 'put with', 'else'],
      ]
      expect([
        await emailed(library.lead),
        await emailed(library.contributor),
        await emailed(library.observer),
      ]).toEqual([all, ['taken off', 'put with', 'put with', 'else'], few])
      await service.database
        .writer('evidence')
        .whereIn('id', [open, closed])
        .update({ removed_at: service.clock.now() })
      expect([await emailed(library.lead), await emailed(library.observer)]).toEqual([all, few])
      const hidden = Array.from({ length: 600 }, () => ({
        id: newId(),
        at: service.clock.now(),
        actor: 'person',
        person_id: library.lead.id,
        name: 'partner.evidence_attached',
        entity: 'partner',
        entity_id: partner,
        organisation_id: library.id,
        application_id: null,
        facts: JSON.stringify({ evidence: [closed] }),
      }))
      await service.database.writer.batchInsert('events', hidden, 50)
      expect([(await emailed(library.lead)).length, await emailed(library.observer)]).toEqual([50, few])
    })
  })

  describe('in an application', () => {
    test('is read as one block, as submitted, without evidence that is restricted or lacks consent', async () => {
      const partner = await add()
      await activity(partner)
      const [open, restricted, waiting] = [
        await evidence('Parcel list'),
        await evidence('Notes of a meeting', { sensitivity: 'restricted' }),
        await evidence('Picture of readers', { kind: 'photo people', panel_until: null }),
      ]
      await attach(partner, [open, restricted, waiting])
      const application = await anApplicationIn(service, library, 'draft')
      await library.lead.open(`/applications/${application}/criteria/E12`)
      await library.lead.press('Show a partnership')
      await library.lead.press('Save', { partner } as never)
      expect([
        library.lead.address,
        library.lead.text.includes('Twelve books a year each way.'),
        library.lead.text.includes('Notes of a meeting'),
      ]).toEqual([`/applications/${application}/criteria/E12`, true, true])
      expect(
        library.lead
          .$('main section .govuk-list')
          .last()
          .find('li')
          .map((_, line) => library.lead.$(line).text().replace(/\s+/g, ' ').trim())
          .get()
          .toSorted(),
      ).toEqual(['Notes of a meeting', 'Parcel list', 'Picture of readers · Waits for consent'])
      await library.observer.open(`/applications/${application}/criteria/E12`)
      expect([
        library.observer.text.includes('Parcel list'),
        library.observer.text.includes('Notes of a meeting'),
      ]).toEqual([true, false])
      await library.lead.open(`/applications/${application}/submission`)
      expect(library.lead.text).toContain('Sunny Hill Library Shown under E12')

      await isSubmitted(application)
      await library.lead.open(`/partners/${partner}/edit`)
      await library.lead.press('Save', { agreed: 'Nothing any more.', englishName: 'Another name' } as never)
      await attach(partner, [await evidence('Came later')])
      for (const address of [
        `/applications/${application}/appraisal/E12`,
        `/applications/${application}/criteria/E12`,
        `/applications/${application}/submissions/1`,
      ]) {
        await appraiser.open(address)
        const words = [
          sunny,
          'Sunny Hill Library',
          'Twelve books a year each way.',
          '12 October 2026: Reading in two languages',
          'Parcel list',
          'Notes of a meeting',
          'Nothing any more.',
          'Another name',
          'Came later',
          'Picture of readers',
          'Reader development librarian',
        ]
        expect([address, words.map(each => appraiser.text.includes(each))]).toEqual([
          address,
          [true, true, true, true, true, true, false, false, false, false, false],
        ])
        expect(appraiser.$('section bdi[lang=uk]').first().text()).toBe(sunny)
      }
      await appraiser.open(`/evidence/${open}`)
      expect(appraiser.status).toBe(200)
      for (const address of [`/evidence/${waiting}`, `/partners/${partner}`]) {
        await appraiser.open(address)
        expect(appraiser.status).toBe(404)
      }
      await library.lead.open(`/partners/${partner}/removal`)
      await library.lead.press('Remove it')
      await appraiser.open(`/applications/${application}/appraisal/E12`)
      expect(appraiser.text).toContain('Twelve books a year each way.')
    })

    test('a piece whose consent is taken back leaves the block at once', async () => {
      const [partner, shown] = [
        await add(),
        await evidence('Shown with consent', { kind: 'photo people', panel_until: '2099-01-01' }),
      ]
      await attach(partner, [shown])
      const application = await anApplicationIn(service, library, 'draft')
      await library.lead.open(`/applications/${application}/criteria/E12/partners`)
      await library.lead.press('Save', { partner } as never)
      await isSubmitted(application)
      const seen = async () => {
        await appraiser.open(`/applications/${application}/appraisal/E12`)
        return appraiser.text.includes('Shown with consent')
      }
      expect(await seen()).toBe(true)
      await service.database.transaction(trx =>
        trx('evidence')
          .where({ id: shown })
          .update({ panel_until: null })
          .then(() => undefined),
      )
      expect(await seen()).toBe(false)
    })

    test('its evidence shows the criterion while usable; new evidence answers a request for more', async () => {
      const [partner, shown] = [
        await add(),
        await evidence('Parcels, with faces', { kind: 'photo people', panel_until: null }),
      ]
      await attach(partner, [shown])
      const application = await anApplicationIn(service, library, 'draft')
      await everythingWritten(
        service,
        { id: application, number: '', organisation: { id: library.id, name: '', branches: [] } },
        library.lead,
      )
      const change = (act: (trx: Tx) => Promise<unknown>) =>
        service.database.transaction(trx => act(trx).then(() => undefined))
      await change(trx =>
        trx('answer_evidence')
          .whereIn(
            'answer_id',
            trx('answers').where({ application_id: application, item_id: 'partnerships' }).select('id'),
          )
          .delete(),
      )
      const lacks = async () => {
        await library.lead.open(`/applications/${application}/criteria/E12`)
        const onItsPage = library.lead.text.includes('Still missing: evidence.')
        await library.lead.open(`/applications/${application}`)
        const onTheList = /E12 Partnerships[^.]*?Needs evidence/.test(library.lead.text)
        await library.lead.open(`/applications/${application}/submission`)
        return [onItsPage, onTheList, library.lead.text.includes('E12 Partnerships: evidence')]
      }
      expect(await lacks()).toEqual([true, true, true])
      await library.lead.open(`/applications/${application}/criteria/E12/partners`)
      await library.lead.press('Save', { partner } as never)
      expect(await lacks()).toEqual([true, true, true]) // it waits for a consent
      await change(trx =>
        trx('evidence')
          .where({ id: shown })
          .update({ panel_until: '2027-03-01' as Day }),
      )
      expect(await lacks()).toEqual([false, false, false])
      await change(trx =>
        trx('evidence')
          .where({ id: shown })
          .update({ panel_until: '2027-02-28' as Day }),
      )
      expect(await lacks()).toEqual([true, true, true])

      await change(trx =>
        trx('evidence')
          .where({ id: shown })
          .update({ panel_until: '2099-01-01' as Day }),
      )
      await library.lead.send(`/applications/${application}/submission`, { contacts: 'yes' })
      service.clock.minutesPass(5)
      await change(trx =>
        trx('applications')
          .where({ id: application })
          .update({
            status: 'more evidence asked',
            status_before: 'with the panel',
            status_since: service.clock.now(),
            until: '2027-04-01' as Day,
            reasons: 'Since when?',
            items_asked: '["partnerships"]',
          }),
      )
      const asked = async () => {
        await library.lead.open(`/applications/${application}/submission`)
        return library.lead.text.includes('the panel asked about this, and nothing has changed yet')
      }
      expect(await asked()).toBe(true)
      service.clock.minutesPass(5)
      const late = await evidence('The agreement, signed')
      await attach(partner, [late])
      expect(await asked()).toBe(false)
      await change(trx =>
        trx('evidence')
          .where({ id: late })
          .update({ panel_until: '2027-02-28' as Day }),
      )
      expect(await asked()).toBe(true)
      await change(trx =>
        trx('evidence')
          .where({ id: late })
          .update({ panel_until: '9999-12-31' as Day }),
      )
      await library.lead.send(`/applications/${application}/submission`, { contacts: 'yes' })
      expect((await service.parts.db('applications').where({ id: application }).first('status'))!.status).toBe(
        'resubmitted',
      )
      await change(trx => trx('applications').where({ id: application }).update({ status: 'withdrawn' }))
    })

    test('rejects another library’s partner, and records in the history that one is left out', async () => {
      const [own, theirs] = [await add(), newId()]
      await service.database.transaction(trx =>
        trx('partners')
          .insert({ ...rowOf(theirs), organisation_id: other.id })
          .then(() => undefined),
      )
      const application = await anApplicationIn(service, library, 'draft')
      const address = `/applications/${application}/criteria/E12/partners`
      await library.lead.open(address)
      await library.lead.send(address, { partner: theirs })
      expect(library.lead.status).toBe(422)
      await library.lead.send(address, { partner: own })
      await library.lead.send(address, {})
      expect([
        await service.parts.db('application_partners').where({ application_id: application }),
        (await events(application)).slice(-2),
      ]).toEqual([[], ['application.partners_shown', 'application.partners_left_out']])
    })
  })

  test('the invariants are clean, and name what hangs on a partner of another library', async () => {
    const [partner, foreign] = [
      await add(),
      await evidence('Elsewhere', { organisation_id: other.id, owner_id: other.lead.id }),
    ]
    const emailed = async () => {
      const it = { database: service.database, uploads: '', now: service.clock.now(), confirmed: [] }
      return [...(await frozenPartnershipsAreWhole(it)), ...(await partnersStayAtHome(it))].map(
        ({ rule, what }) => `${rule} ${what}`,
      )
    }
    expect(await emailed()).toEqual([])
    await service.database.transaction(trx =>
      trx('partner_evidence')
        .insert({ partner_id: partner, evidence_id: foreign, attached_at: service.clock.now() })
        .then(() => undefined),
    )
    expect(await emailed()).toEqual([`I11 evidence ${foreign} belongs to another library`])
    const part = (await service.parts.db('submission_parts').where('name', 'like', 'partners/%').first())!
    await service.database.transaction(trx =>
      trx('submission_parts')
        .where({ submission_id: part.submission_id, name: part.name })
        .update({ content: JSON.stringify({ ...(JSON.parse(part.content!) as object), evidence: [foreign] }) })
        .then(() => undefined),
    )
    expect(await emailed()).toEqual([
      `I3 ${part.name} names evidence ${foreign}, which it does not hold`,
      `I11 evidence ${foreign} belongs to another library`,
    ])
  })

  const rowOf = (id: string) => ({
    id,
    name: 'Theirs',
    name_key: 'theirs',
    language: 'en',
    english_name: '',
    kind: 'school',
    place: '',
    since: '2026-01-01' as never,
    until: null,
    agreed: '',
    contact: '',
    added_at: service.clock.now(),
    removed_at: null,
    version: 1,
  })

  /** Handed in by its lead, whatever is missing, and read by a panel. */
  async function isSubmitted(application: string): Promise<void> {
    await everythingWritten(
      service,
      { id: application, number: '', organisation: { id: library.id, name: '', branches: [] } },
      library.lead,
    )
    await library.lead.send(`/applications/${application}/submission`, { contacts: 'yes' })
    expect([library.lead.status, await service.parts.db('submissions').where({ application_id: application })]).toEqual(
      [200, [expect.objectContaining({ number: 1 })]],
    )
    await service.database.transaction(trx =>
      trx('applications')
        .where({ id: application })
        .update({ status: 'with the panel' })
        .then(() => undefined),
    )
    await declares(service, application, appraiser, 'no conflict')
    await takesSeat(service, application, appraiser)
  }
})
