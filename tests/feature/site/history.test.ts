import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { applicationMoves } from '../../../src/domain/application.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { en } from '../../../src/words/en/index.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  anItemOfEvidence,
  aRound,
  aSeat,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { asCsv } from '../../support/import-files.ts'
import { aService } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const linesOf = (visitor: Visitor): string[] =>
  visitor
    .$('.los-events li')
    .toArray()
    .map(line => visitor.$(line).text().replace(/\s+/g, ' ').trim())

eachDatabase('the history', engine => {
  async function anApplicationWithPanel() {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const coordinator = await aPersonWho(service, { name: 'Joan Hartnell', roles: ['coordinator'] })
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'with the panel' })
    await aDeclaration(service, application, coordinator)
    const writes = (events: readonly { name: string; person: { id: string } }[]) =>
      service.database.writer.batchInsert(
        'events',
        events.map(({ name, person }, place) => ({
          id: newId(),
          at: addMinutes(service.clock.now(), place),
          actor: 'person',
          person_id: person.id,
          name,
          entity: 'application',
          entity_id: application.id,
          organisation_id: organisation.id,
          application_id: application.id,
          facts: '{}',
        })),
        20,
      )
    const everyPage = async (visitor: Visitor, earlier: string): Promise<string[]> => {
      const lines = linesOf(visitor)
      while (visitor.links.some(({ text }) => text === earlier)) {
        await visitor.follow(earlier)
        lines.push(...linesOf(visitor))
      }
      return lines
    }
    return { service, organisation, lead, coordinator, application, writes, everyPage }
  }

  test('every change is shown exactly once, over several pages', async () => {
    const { service, coordinator, application, writes, everyPage } = await anApplicationWithPanel()
    const all = Object.keys(en).flatMap(key => (key.startsWith('event.') ? [key.slice('event.'.length)] : []))
    expect(all.length).toBeGreaterThan(50)
    await writes([...all, ...all].map(name => ({ name, person: coordinator })))
    const said = all.map(name => en[`event.${name}` as 'event.seat.offered'] as string)
    for (const [address, earlier] of [
      ['/history', 'Earlier changes'],
      [`/applications/${application.id}/history`, 'Earlier events'],
    ] as const) {
      const shown = await everyPage(await signedIn(service, coordinator, address), earlier)
      const ofTheApplication = shown.filter(line => line.includes(' · Joan Hartnell '))
      expect(
        ofTheApplication
          .map(line => line.split(' · Joan Hartnell ')[1]!.replace(/ History of this application.*/, ''))
          .reverse(),
      ).toEqual([...said, ...said])
    }
    await service.end()
  })

  test('the history names the person who made a move, and says “the panel” for the chair’s moves', async () => {
    const { service, coordinator, application, writes } = await anApplicationWithPanel()
    const trustee = await aPersonWho(service, { name: 'Samuel Finch', roles: ['trustee'] })
    await aSeat(service, application, trustee, { offeredBy: coordinator, status: 'declined' })
    const moves = Object.entries(applicationMoves).map(([name, { by }]) => ({
      name,
      by: 'chair' in by ? 'The panel' : 'Samuel Finch',
    }))
    await writes(moves.map(({ name }) => ({ name: `application.${name}`, person: trustee })))
    const reader = await signedIn(service, coordinator, `/applications/${application.id}/history`)
    expect(
      linesOf(reader)
        .reverse()
        .map(line => line.split(' · ')[1]),
    ).toEqual(moves.map(({ name, by }) => `${by} ${en[`event.application.${name}` as 'event.application.start']}`))
    await service.end()
  })

  test('the history shows a general sentence for an unknown kind of change', async () => {
    const { service, organisation, lead, coordinator, application, writes } = await anApplicationWithPanel()
    await writes([
      { name: 'moon.rose', person: coordinator },
      { name: 'application.sing', person: coordinator },
      { name: 'toString', person: coordinator },
    ])
    const evidence = await anItemOfEvidence(service, organisation, lead)
    await service.database.writer('events').insert({
      id: newId(),
      at: service.clock.now(),
      actor: 'person',
      person_id: lead.id,
      name: 'evidence.framed',
      entity: 'evidence',
      entity_id: evidence,
      organisation_id: organisation.id,
      application_id: null,
      facts: '{"role":"toString"}',
    })
    const unknown = 'A change was made that this version of the service cannot describe'
    const seen: [string, number, number][] = []
    for (const [person, address] of [
      [coordinator, '/history'],
      [coordinator, `/applications/${application.id}/history`],
      [lead, `/evidence/${evidence}`],
      [lead, `/applications/${application.id}/history`],
    ] as const) {
      const reader = await signedIn(service, person, address)
      seen.push([address.split('/')[1]!, reader.status, linesOf(reader).filter(line => line.includes(unknown)).length])
    }
    expect(seen).toEqual([
      ['history', 200, 4],
      ['applications', 200, 3],
      ['evidence', 200, 1],
      ['applications', 200, 0],
    ])
    expect(linesOf(await signedIn(service, lead, `/applications/${application.id}/history`))).toEqual([
      '1 March 2027 · City of Sanctuary and its panel We worked on your application',
    ])
    await service.end()
  })

  test('administrators and coordinators see whom a change is about, and the role; trustees do not', async () => {
    const { service, organisation, coordinator } = await anApplicationWithPanel()
    const [keeper, trustee] = [
      await aPersonWho(service, { name: 'Ruth Ambler', roles: ['administrator'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
    ]
    const page = await signedIn(service, keeper, '/people/invitations/new')
    await page.press('Send invitation', { name: 'Nadia Rahmani', email: 'nadia@panel.example', role: 'appraiser' })
    const casework = await signedIn(service, coordinator, `/organisations/${organisation.id}/team`)
    await casework.press('Send invitation', {
      name: 'Tomasz Bielak',
      email: 'tomasz@ashcombe.example',
      role: 'contributor',
    })
    const gone = await aPersonWho(service, { name: 'Clare Dunmore', roles: ['appraiser'] })
    await page.open(`/people/${gone.id}`)
    await page.follow('Remove this role')
    await page.press('Remove this role')
    await page.open(`/people/${gone.id}`)
    await page.follow('Suspend account')
    await page.press('Suspend account')
    const changes = async (person: { id: string; name: string; email: string }) =>
      linesOf(await signedIn(service, person, '/history'))
        .map(line => line.slice(line.indexOf(' · ') + 3))
        .filter(line => !line.includes('version of the criteria'))
    const expected = [
      'Ruth Ambler An account was suspended Clare Dunmore',
      'Ruth Ambler A role at City of Sanctuary was removed Clare Dunmore, Appraiser',
      'Joan Hartnell An invitation was sent Open organisation Tomasz Bielak, ContributorAshcombe Libraries',
      'Ruth Ambler An invitation was sent Nadia Rahmani, Appraiser',
    ]
    expect(await changes(keeper)).toEqual(expected)
    expect(await changes(coordinator)).toEqual(expected)
    expect((await changes(trustee)).join(' ')).not.toMatch(/Nadia|Tomasz|Clare|Appraiser/)
    await service.end()
  })

  test('someone who can open an award gets a link to it, and an administrator a link to its organisation', async () => {
    const { service, organisation, coordinator } = await anApplicationWithPanel()
    const award = await anAward(service, organisation, { startedBy: coordinator })
    await service.database.writer('events').insert({
      id: newId(),
      at: service.clock.now(),
      actor: 'the clock',
      person_id: null,
      name: 'award.open_renewal',
      entity: 'award',
      entity_id: award.id,
      organisation_id: organisation.id,
      application_id: null,
      facts: '{}',
    })
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    const linksOf = async (person: APerson): Promise<string[]> => {
      const visitor = await signedIn(service, person, '/history')
      return visitor.links.map(({ href }) => href).filter(href => /^\/(awards|organisations)\/./.test(href))
    }
    expect(await linksOf(coordinator)).toContain(`/awards/${award.id}`)
    const ofAdministrator = await linksOf(administrator)
    expect(ofAdministrator).toContain(`/organisations/${organisation.id}`)
    expect(ofAdministrator).not.toContain(`/awards/${award.id}`)
    await service.end()
  })

  test('changes to an organisation whose import was undone have no link to it', async () => {
    const service = await aService(engine)
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/imports')
    await coordinator.follow('Organisations and branches')
    const rows = [
      ['Organisation', 'Branch'],
      ['Ashcombe Libraries', 'Central'],
    ]
    await coordinator.press('Check the file', { file: [{ name: 'rows.csv', content: asCsv(rows) }] })
    await coordinator.press('Import 1 organisation and 1 branch')
    const imported = coordinator.address
    const offersLink = async () => {
      await coordinator.open('/history')
      expect(coordinator.text).toContain('The organisation was added by an import')
      return coordinator.links.some(({ text }) => text === 'Open organisation')
    }
    expect(await offersLink()).toBe(true)
    await coordinator.open(imported)
    await coordinator.press('Undo the whole import', { sure: 'yes' })
    expect(await offersLink()).toBe(false)
    await service.end()
  })

  test('a page reads at most a thousand changes, and links to earlier ones', async () => {
    const { service, organisation, coordinator, writes } = await anApplicationWithPanel()
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    const seen = {
      at: service.clock.now(),
      actor: 'person',
      person_id: coordinator.id,
      name: 'organisation.changed',
      entity: 'organisation',
      entity_id: organisation.id,
      organisation_id: organisation.id,
      application_id: null,
      facts: '{}',
    }
    await service.database.writer('events').insert({ ...seen, id: newId() })
    await writes(Array.from({ length: 1_000 }, () => ({ name: 'application.check', person: coordinator })))
    const reader = await signedIn(service, administrator, `/history?organisation=${organisation.id}`)
    expect(reader.text).toContain('You cannot see any of the changes in this part of the history.')
    await reader.follow('Earlier changes')
    expect(linesOf(reader).filter(line => line.includes('Joan Hartnell')).length).toBe(1)
    expect(reader.links.some(({ text }) => text === 'Earlier changes')).toBe(false)
    await reader.follow('Newest changes')
    expect(reader.address).toBe(`/history?organisation=${organisation.id}`)
    await service.end()
  })
})
