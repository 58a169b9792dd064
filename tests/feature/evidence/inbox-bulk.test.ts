import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runLookup } from '../../../src/db/lookups.ts'
import { libraryStream } from '../../../src/domain/framework.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { addItemsAsEvidence } from '../../../src/modules/evidence/inbox-bulk/inbox-bulk.actions.ts'
import type { GivenForAll } from '../../../src/modules/evidence/inbox-bulk/inbox-bulk.forms.ts'
import { previewInboxFiles } from '../../../src/modules/evidence/inbox-previews/inbox-preview.actions.ts'
import { asReceivedFiles } from '../../../src/modules/evidence/inbox-sorting/inbox-sorting.forms.ts'
import { inboxItemsWith } from '../../../src/modules/evidence/inbox/inbox.store.ts'
import { frameworkVersion, latestVersionId } from '../../../src/modules/frameworks/frameworks.public.ts'
import { findOrganisation } from '../../../src/modules/organisations/organisations.public.ts'
import { eachDatabase } from '../../support/database.ts'
import { inboxWorld } from '../../support/inbox.ts'
import { aSignedInPerson, type Library } from '../../support/library.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { csv, pdf } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('several items of the evidence inbox', engine => {
  let service: Service
  let world: Awaited<ReturnType<typeof inboxWorld>>
  let library: Library
  beforeAll(async () => {
    service = await aService(engine)
    world = await inboxWorld(service)
    library = world.library
  })
  afterAll(async () => {
    const broken = await world.broken()
    await service.end()
    expect(broken).toEqual([])
  })

  test('several items are added together or not at all, with a reason for each that cannot be added', async () => {
    await world.send('A shelf of new books', 'no', [{ name: 'list.csv', content: csv }])
    await world.send('Who came on Tuesday', 'unsure', [
      { name: 'tuesday.csv', content: Buffer.concat([csv, Buffer.from('1,2\n')]) },
    ])
    await world.send('The opening', 'not asked', [
      { name: 'opening.csv', content: Buffer.concat([csv, Buffer.from('3,4\n')]) },
    ])
    const { lead } = library
    const words = ['A shelf of new books', 'Who came on Tuesday', 'The opening']
    const ids = await Promise.all(words.map(world.idOf))
    await lead.open(`${world.inbox}/evidence?${ids.map(id => `inboxItem=${id}`).join('&')}`)
    await lead.press('Add to evidence', { inboxItem: ids, kind: 'photo' })
    expect([lead.status, lead.errors]).toEqual([
      422,
      ['Nothing was added, because there is a problem with 2 items. Leave them out, or open each one on its own'],
    ])
    expect(lead.text).toContain('The sender is not sure whether anyone can be identified. Open the item and check')
    expect(lead.text).toContain(
      'Choose a kind of evidence that can show people, such as “Event” or “Photo with people”',
    )
    expect((await world.waiting()).filter(each => words.includes(each.words)).length).toBe(3)
    await lead.press('Add to evidence', {
      inboxItem: [ids[0]!, ids[2]!],
      kind: 'event',
      owner: library.contributor.id,
    })
    expect([lead.errors, lead.address, lead.notices]).toEqual([
      [],
      `/organisations/${library.id}/evidence`,
      ['2 items added to your evidence. You can add their details when you have time.'],
    ])
    const [list, opening] = [(await world.evidence('A shelf of new books'))!, (await world.evidence('The opening'))!]
    expect([list, opening].map(each => [each.kind, each.shows_people, each.owner_id, each.to_complete])).toEqual([
      ['event', 0, library.contributor.id, 1],
      ['event', 1, library.contributor.id, 1],
    ])
    await lead.open(`${world.inbox}/evidence?inboxItem=${ids[1]}`)
    await lead.send(`${world.inbox}/evidence`, { inboxItem: [ids[0]!, ids[1]!], kind: 'photo people' })
    expect([lead.status, lead.errors]).toEqual([
      422,
      [
        'Someone else has already dealt with one of the items you selected, ' +
          'so we have not changed any of them. Check the rest, then try again',
      ],
    ])
  })

  test('several items are not added if the only file of one of them had a virus', async () => {
    const { parts, database } = service
    const words = ['Sent with a clean list', 'Sent with a bad list']
    const inboxItem: string[] = []
    for (const each of words)
      inboxItem.push(await world.sent(each, 'no', [{ name: 'list.csv', content: Buffer.from(`a\n${each}\n`) }]))
    const stateOfBad = (state: string) =>
      database.writer('inbox_files').where({ inbox_item_id: inboxItem[1]! }).update({ state })
    await stateOfBad('refused')
    const items = await inboxItemsWith(parts.db, library, inboxItem)
    const scanned = { state: 'ready' as const, scannedBy: 'none', scannedAt: parts.clock.now() }
    const files = asReceivedFiles(items.flatMap(item => item.files)).map(({ keep: _, ...file }) => ({
      ...file,
      ...scanned,
    }))
    const [lead] = await readersById(parts.db, [library.lead.id])
    const organisation = await findOrganisation(parts.db, lead!.actor, 'inbox.manage', library.id)
    const framework = await frameworkVersion(
      parts.db,
      await runLookup(parts.db, latestVersionId(parts.db, libraryStream)),
    )
    const seen = `${inboxItem[0]} 1,${inboxItem[1]} 0`
    const given = { inboxItem, kind: 'policy', branches: 'own', items: [], owner: null, seen } satisfies GivenForAll
    const adding = parts.write(lead!.actor, work =>
      addItemsAsEvidence(work, { organisation, framework }, { given, files }),
    )
    await expect(adding).rejects.toMatchObject({ field: 'inboxItem', key: 'inbox_bulk.add.some', params: { count: 1 } })
    expect(await Promise.all(words.map(world.evidence))).toEqual([undefined, undefined])
    await stateOfBad('ready')
  })

  test('several items are deleted with their files after a confirmation', async () => {
    const { lead } = library
    await world.send('To delete first', 'no', [{ name: 'first.pdf', content: pdf }])
    await world.send('To delete second')
    await previewInboxFiles(service.parts)
    const rows = await world.waiting()
    const [first, second] = rows.filter(({ words }) => words.startsWith('To delete'))
    const gone = await service.parts
      .db('inbox_files')
      .whereIn('inbox_item_id', [first!.id, second!.id])
      .select('id', 'small_id')
    expect(gone.length).toBeGreaterThan(0)
    await lead.open(world.inbox)
    await lead.open(`${world.inbox}/removal?inboxItem=${first!.id}&inboxItem=${second!.id}`)
    await lead.press('Delete')
    expect([lead.address, lead.notices]).toEqual([world.inbox, ['2 items deleted.']])
    expect((await world.waiting()).map(({ id }) => id)).toEqual(
      rows.map(({ id }) => id).filter(id => id !== first!.id && id !== second!.id),
    )
    const left = new Set(await world.objects())
    expect(gone.flatMap(({ id, small_id: small }) => [id, small]).filter(id => id && left.has(id))).toEqual([])
    const names = await service.parts
      .db('events')
      .where({ organisation_id: library.id })
      .where(name =>
        name.whereLike('name', '%upload%').orWhereLike('name', '%inbox%').orWhere('name', 'evidence.received'),
      )
      .distinct('name')
      .orderBy('name')
      .pluck('name')
    expect(names).toEqual([
      'evidence.received',
      'organisation.inbox_items_deleted',
      'organisation.upload_link_made',
      'organisation.upload_received',
    ])
  })

  behavesLikeEveryForm('the form to add several items', async () => {
    const ids = [await world.sent('The first of two signs'), await world.sent('The second of two signs')]
    return {
      person: library.lead,
      address: `${world.inbox}/evidence`,
      fields: { inboxItem: ids, kind: 'policy' },
      other: ['kind', 'event'],
      refused: { inboxItem: '' },
      saved: async () =>
        (await service.parts.db('evidence').whereLike('title', 'The % of two signs').select('id')).length / 2,
      canRepeat: false,
    }
  })

  test('when two leads delete the same item at the same time, it is deleted once', async () => {
    const other = await aSignedInPerson(service, 'Morwenna Lisle', [], [[library, 'lead']])
    const ids: string[] = []
    for (const words of ['Only the first', 'Both of them', 'Only the second']) ids.push(await world.sent(words))
    const [first, both, second] = ids
    const removal = `${world.inbox}/removal`
    await Promise.all([
      library.lead.send(removal, { inboxItem: [first!, both!] }),
      other.send(removal, { inboxItem: [both!, second!] }),
    ])
    expect([library.lead.status, other.status].toSorted()).toEqual([200, 422])
    const left = (await world.waiting()).map(({ id }) => id).filter(id => ids.includes(id))
    expect(left).toEqual(library.lead.status === 200 ? [second] : [first])
    const facts: string[] = await service.parts
      .db('events')
      .where({ name: 'organisation.inbox_items_deleted' })
      .pluck('facts')
    expect(facts.filter(each => each.includes(both!)).length).toBe(1)
  })

  test('several items are deleted once when the form is sent twice', async () => {
    const { lead } = library
    const inboxItem = [await world.sent('The first of two photos'), await world.sent('The second of two photos')]
    const deletions = async () =>
      (await service.parts.db('events').where({ name: 'organisation.inbox_items_deleted' }).select('id')).length
    const before = await deletions()
    for (const _ of [1, 2]) {
      await lead.send(`${world.inbox}/removal`, { inboxItem, idempotencyKey: 'a'.repeat(20) })
      expect([lead.address, lead.notices]).toEqual([world.inbox, ['2 items deleted.']])
    }
    expect(await deletions()).toBe(before + 1)
    await lead.send(`${world.inbox}/removal`, { inboxItem })
    expect([lead.status, lead.errors]).toEqual([
      422,
      [
        'Someone else has already dealt with 2 of the items you selected, ' +
          'so we have not changed any of them. Check the rest, then try again',
      ],
    ])
  })
})
