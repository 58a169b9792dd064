import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import {
  organisationLines,
  type FoundOrganisation,
} from '../../../src/modules/organisations/organisations/organisation-list.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('organisations', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const aCoordinator = async () => signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
  const timesRecorded = async (name: string) => (await service.database.writer('events').where({ name })).length

  let registered = 0
  behavesLikeEveryForm('the form that registers an organisation', async () => {
    registered += 1
    return {
      person: await aCoordinator(),
      address: '/organisations/new',
      fields: {
        name: 'Westmoor Libraries',
        kind: 'library service',
        place: 'Westmoor',
        roleMailbox: '',
        branches: 'Central\nHarbour',
        leadName: 'Ada Grange',
        leadEmail: `ada${registered}@library.example`,
        anyway: 'yes', // the second form has a name that is a likely duplicate of the first
      },
      other: ['name', 'Westmoor and Fell Libraries'],
      refused: { leadEmail: 'not an address' },
      saved: () => timesRecorded('organisation.registered'),
    }
  })

  behavesLikeEveryForm('the form that changes an organisation', async () => {
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    return {
      person: await signedIn(service, lead),
      address: `/organisations/${organisation.id}/edit`,
      fields: { version: '1', name: organisation.name, kind: 'library service', place: 'Ashcombe', roleMailbox: '' },
      other: ['place', 'Ashcombe and West Fell'],
      refused: { name: '' },
      saved: () => timesRecorded('organisation.changed'),
      canRepeat: false,
    }
  })

  test('an organisation is registered with its branches and an invitation to the first lead', async () => {
    const coordinator = await aCoordinator()
    await coordinator.open('/organisations/new')
    await coordinator.press('Register organisation', {
      name: 'Fellside Libraries',
      kind: 'library service',
      place: 'Fellside',
      branches: 'Central\tOpen\n\nCentral\n\tMill  Lane',
      leadName: 'Ben Holt',
      leadEmail: 'ben@fellside.example',
    })
    const id = /\/organisations\/(\w+)$/.exec(coordinator.address)![1]!
    const branches = await service.database
      .writer('branches')
      .where({ organisation_id: id })
      .orderBy('name')
      .pluck('name')
    expect([coordinator.status, branches]).toEqual([200, ['Central', 'Mill Lane']])
    const [email] = (await service.post()).filter(({ to }) => to === 'ben@fellside.example')
    expect(email!.text).toContain('/invitations/')
  })

  test('only the charity sees the list of organisations, and can search it by name', async () => {
    const organisation = await anOrganisation(service, { name: 'Quayside Libraries' })
    const lead = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }))
    await lead.open('/organisations')
    expect(lead.status).toBe(404)
    const coordinator = await aCoordinator()
    await coordinator.open('/organisations?name=quay')
    expect([coordinator.status, coordinator.text.includes('Quayside Libraries')]).toEqual([200, true])
    await coordinator.open('/organisations?name=harbour')
    expect(coordinator.text).not.toContain('Quayside Libraries')
  })

  test('a search finds words anywhere in a name, regardless of accents and case', async () => {
    await anOrganisation(service, { name: 'Gwasanaeth Llyfrgelloedd Môn ac Ynys Llŷr', place: 'Llangefni' })
    await anOrganisation(service, { name: 'Łódź & Kraków “100%” Reading_Rooms', place: 'Leeds' })
    const coordinator = await aCoordinator()
    const found = async (name: string): Promise<string[]> => {
      await coordinator.open(`/organisations?name=${encodeURIComponent(name)}`)
      return coordinator.links
        .filter(({ href }) => /^\/organisations\/[a-z2-7]{20}$/.test(href))
        .map(({ text }) => text.split(' ')[0]!)
    }
    const [welsh, polish] = [['Gwasanaeth'], ['Łódź']]
    for (const name of ['LLYR', 'ynys mon', 'llyfrgelloedd Ynys', 'LŶR GWA', 'lloedd'])
      expect([name, await found(name)]).toEqual([name, welsh])
    for (const name of ['lodz', 'KRAKOW', '100%', 'ding_rooms', '& kra', 'Lodz and Krakow', '"100', '“100%”'])
      expect([name, await found(name)]).toEqual([name, polish])
    expect(await found('gw')).toEqual(welsh)
    for (const name of ["'); drop table organisations; --", '%%%', '___', 'a OR b', 'NEAR(', '*'])
      expect([name, await found(name), coordinator.status]).toEqual([name, [], 200])
    await coordinator.open('/organisations?name=%00%00%00')
    expect(coordinator.status).toBe(200)
  })

  test('a search for a common word lists the organisations by name, over several pages', async () => {
    const names = ['Seaview 100% Annex', 'Seaview_Books', 'Seaview Central', 'Seaview Docks', 'Seaview Point']
    for (const name of names) await anOrganisation(service, { name })
    const pages = async (search: string): Promise<string[][]> => {
      const found: string[][] = []
      for (let after: FoundOrganisation | null = null; ;) {
        const page: FoundOrganisation[] = await organisationLines(service.parts.db, {
          search,
          after,
          limit: 2,
          today: service.clock.today(),
        })
        found.push(page.map(({ name }) => name))
        if (page.length < 2) return found
        after = page.at(-1)!
      }
    }
    expect(await pages('seaview')).toEqual([
      ['Seaview 100% Annex', 'Seaview_Books'],
      ['Seaview Central', 'Seaview Docks'],
      ['Seaview Point'],
    ])
    expect(await pages('view 100%')).toEqual([['Seaview 100% Annex']])
    expect(await pages('view_b')).toEqual([['Seaview_Books']])
  })

  test('a search finds a name with or without its apostrophes, dots and hyphens', async () => {
    await anOrganisation(service, { name: 'St. Mary’s-by-the-Sea Libraries', place: 'Marsham' })
    const coordinator = await aCoordinator()
    for (const name of ['st marys', "St Mary's", 'st mary´s', 'ST. MARY’S', 'marys by the sea', "mary's-by-the-sea"]) {
      await coordinator.open(`/organisations?name=${encodeURIComponent(name)}`)
      expect([name, coordinator.text.includes('St. Mary’s-by-the-Sea Libraries')]).toEqual([name, true])
    }
  })

  test('an organisation is found under its new name after a change, and not under the old one', async () => {
    const organisation = await anOrganisation(service, { name: 'Oldcastle Library', place: 'Oldcastle' })
    const coordinator = await aCoordinator()
    await coordinator.open(`/organisations/${organisation.id}/edit`)
    await coordinator.press('Save', { name: 'Newbridge Library', kind: 'charity' })
    expect(coordinator.notices).toEqual(['The details have been saved'])
    await coordinator.open('/organisations?name=wbrid')
    expect(coordinator.text).toContain('Newbridge Library')
    await coordinator.open('/organisations?name=dcast')
    expect(coordinator.text).not.toContain('Newbridge Library')
    const row = await service.database.writer('organisations').where({ id: organisation.id }).first('kind')
    expect([row, await timesRecorded('organisation.renamed')]).toEqual([{ kind: 'charity' }, 1])
  })

  test('a name that email programs would show as a link is refused, and other names with dots are saved', async () => {
    const organisation = await anOrganisation(service, { name: 'Oldbridge Library' })
    const lead = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }))
    await lead.open(`/organisations/${organisation.id}/edit`)
    for (const name of [
      'Unlock your account at https://evil.example/x',
      'www.evil.example',
      'Write to x@evil.example',
    ]) {
      await lead.press('Save', { name, kind: 'charity' })
      expect([lead.status, lead.errors, lead.valueOf('name')]).toEqual([
        422,
        ['Enter the name without a web address or email address. Put a space after each full stop'],
        name,
      ])
    }
    await lead.press('Save', { name: 'St. Mary’s & No. 3 Library (J.R. Tull)', kind: 'charity' })
    expect([lead.status, lead.errors]).toEqual([200, []])
  })

  test('a likely duplicate is registered only if the coordinator says that it is another organisation', async () => {
    await anOrganisation(service, { name: 'Penhallow Library', place: 'Penhallow' })
    const registeredBefore = await timesRecorded('organisation.registered')
    const coordinator = await aCoordinator()
    const fields = { kind: 'library', branches: '', leadName: 'Ada Grange', leadEmail: 'ada@penhallow.example' }
    const registering = async (name: string, place: string): Promise<boolean> => {
      await coordinator.open('/organisations/new')
      await coordinator.press('Register organisation', { ...fields, name, place })
      return coordinator.text.includes('Is this organisation already registered?')
    }
    expect(await registering('PENHÄLLOW  library', 'Elsewhere')).toBe(true)
    expect(coordinator.links.map(({ text }) => text)).toContain('Penhallow Library, Penhallow')
    expect(await registering('Penhalow Libraries', 'penhallow')).toBe(true)
    expect(await timesRecorded('organisation.registered')).toBe(registeredBefore)
    await coordinator.press('Register organisation', { anyway: 'yes' })
    expect(coordinator.notices[0]).toContain('Penhalow Libraries has been registered')
    expect(await registering('Penhallow Sanctuary Choir', 'Penhallow')).toBe(false)
  })

  test('a registration that is sent twice is not called a duplicate of itself', async () => {
    const coordinator = await aCoordinator()
    const fields = { name: 'Trevanion Library', kind: 'library', place: 'Trevanion', roleMailbox: '', branches: '' }
    const lead = { leadName: 'Ada Grange', leadEmail: 'ada@trevanion.example', idempotencyKey: newId() }
    const sent = async () => (await coordinator.send('/organisations/new', { ...fields, ...lead })).address
    const first = await sent()
    expect([first, await sent()]).toEqual([expect.stringMatching(/^\/organisations\/[a-z2-7]{20}$/), first])
  })

  test('when coordinators register the same organisation at the same time, it is registered once', async () => {
    const windows = await Promise.all([1, 2, 3].map(() => aCoordinator()))
    const fields = { name: 'Trewidden Library', kind: 'library', place: 'Trewidden', roleMailbox: '', branches: '' }
    const lead = { leadName: 'Ada Grange', leadEmail: 'ada@trewidden.example' }
    await Promise.all(windows.map(each => each.send('/organisations/new', { ...fields, ...lead })))
    expect(windows.map(({ status }) => status).toSorted()).toEqual([200, 422, 422])
    const late = windows.find(({ status }) => status === 422)!
    await late.press('Register organisation')
    expect(late.links.map(({ text }) => text)).toContain('Trewidden Library, Trewidden')
    const invited = await service.database.writer('invitations').where({ email: 'ada@trewidden.example' })
    expect(invited.length).toBe(1)
  })

  test('if a name is like that of a merged organisation, the page links to the survivor', async () => {
    const old = await anOrganisation(service, { name: 'Tolverne Library', place: 'Tolverne' })
    const county = await anOrganisation(service, { name: 'County Libraries', place: 'County' })
    await service.database.writer('organisations').where({ id: old.id }).update({ merged_into: county.id })
    const coordinator = await aCoordinator()
    await coordinator.open('/organisations/new')
    const lead = { leadName: 'Ada Grange', leadEmail: 'ada@tolverne.example' }
    const given = { name: 'Tolverne Libraries', place: 'Tolverne', kind: 'library', branches: '', ...lead }
    await coordinator.press('Register organisation', given)
    expect(coordinator.links).toContainEqual({
      text: 'Tolverne Library, now part of County Libraries',
      href: `/organisations/${county.id}`,
    })
  })

  test('the page to change an organisation shows the imported mailbox until someone enters one', async () => {
    const organisation = await anOrganisation(service, { name: 'Zennor Libraries' })
    const mailbox = 'office@zennor.example'
    const { writer } = service.database
    await writer('organisations').where({ id: organisation.id }).update({ imported_mailbox: mailbox })
    const coordinator = await aCoordinator()
    await coordinator.open(`/organisations/${organisation.id}/edit`)
    expect([coordinator.text.includes(mailbox), coordinator.valueOf('roleMailbox')]).toEqual([true, ''])
    await coordinator.press('Save', { roleMailbox: 'other@zennor.example' })
    await coordinator.open(`/organisations/${organisation.id}/edit`)
    expect(coordinator.text).not.toContain(mailbox)
  })

  test('the other leads get an email when someone changes or removes the shared mailbox', async () => {
    const organisation = await anOrganisation(service, { name: 'Porthleven Libraries' })
    const [own, other] = [
      await aPersonWho(service, { name: 'Jo Penrose', member: [[organisation, 'lead']] }),
      await aPersonWho(service, { member: [[organisation, 'lead']] }),
    ]
    await aPersonWho(service, { member: [[organisation, 'contributor']] })
    const change = async (person: Visitor, values: Record<string, string>) => {
      await service.post()
      await person.open(`/organisations/${organisation.id}/edit`)
      await person.press('Save', values)
      return service.post()
    }
    const coordinator = await aCoordinator()
    const set = await change(coordinator, { roleMailbox: 'copies@elsewhere.example' })
    expect(set.map(({ to, subject }) => [to, subject]).toSorted()).toEqual(
      [own, other].map(({ email }) => [email, 'The shared mailbox of Porthleven Libraries was changed']).toSorted(),
    )
    expect(set[0]!.text).toContain('The shared mailbox of Porthleven Libraries is now copies@elsewhere.example.')
    const lead = await signedIn(service, own)
    expect(await change(lead, { place: 'Porthleven' })).toEqual([])
    const [removed, ...more] = await change(lead, { roleMailbox: '' })
    expect([removed!.to, more]).toEqual([other.email, []])
    expect(removed!.text).toContain('Porthleven Libraries no longer has a shared mailbox.')
    expect(removed!.text).toContain('Done by: Jo Penrose')
  })
})
