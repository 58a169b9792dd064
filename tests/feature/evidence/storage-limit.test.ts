import { theService } from '../../../src/domain/actor.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { fileLimits } from '../../../src/config.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, publishedFramework, type Library } from '../../support/library.ts'
import { csv } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the storage limit', engine => {
  let service: Service
  let [library, other]: Library[] = []
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
  })
  afterAll(() => service.end())

  const add = async ({ id, lead }: Library, title: string) => {
    await lead.open(`/organisations/${id}/evidence/new`)
    await lead.press('Add evidence', {
      title,
      note: 'A note',
      files: [{ name: 'visits.csv', content: csv }],
    } as never)
    return [lead.status, lead.errors]
  }

  test('an organisation can store 10 GB and no more, and a refused form keeps its text', async () => {
    const { write } = service.parts
    expect(await add(library!, 'First')).toEqual([200, []])
    expect((await library!.lead.open(`/organisations/${library!.id}/evidence/new`), library!.lead.text)).toContain(
      'Your library can store up to 10 GB.',
    )
    await write(theService, ({ trx }) =>
      trx('evidence_files').update({ size: fileLimits.perOrganisation - csv.length }),
    )
    expect(await add(library!, 'Just fits')).toEqual([200, []])
    expect(await add(library!, 'One too many')).toEqual([
      422,
      [
        'Your library can store 10 GB of files, including removed files. ' +
          'Erase removed files, or ask a lead to, then choose the new files again',
      ],
    ])
    expect(library!.lead.valueOf('title')).toBe('One too many')
    expect(await add(other!, 'Ours')).toEqual([200, []])
    await write(theService, ({ trx }) => trx('evidence_files').update({ state: 'removed' }))
    expect(await add(library!, 'Room again')).toEqual([200, []])
  })

  test('an organisation can upload 200 files in an hour, and then still send forms without new files', async () => {
    const { db } = service.parts
    const third = await aLibrary(service, 'Kestrel Libraries')
    const counted = (count: number) =>
      service.database.writer('limit_counters').where('counted', 'like', 'uploads %').update({ count })
    const { id, lead } = third
    const often = 'Your library has reached the limit of 200 files an hour. Try again later'
    await lead.open(`/organisations/${id}/evidence/new`)
    await lead.press('Add evidence', {
      title: 'Waits',
      note: 'Ring 07700 900123',
      files: [{ name: 'visits.csv', content: csv }],
    } as never)
    expect([lead.status, (await db('held_files').where({ organisation_id: id })).length]).toEqual([422, 1])
    const two = ['a.csv', 'b.csv'].map(name => ({ name, content: csv }))
    await counted(199)
    await lead.open(`/organisations/${id}/evidence/new`)
    await lead.press('Add evidence', { title: 'Two at once', files: two } as never)
    expect([lead.status, lead.errors, Number(lead.headers['retry-after']) > 0]).toEqual([429, [often], true])
    await counted(197)
    await lead.press('Add evidence', { title: 'Two at once', files: two } as never)
    expect([lead.status, lead.errors]).toEqual([200, []])
    expect(await db('limit_counters').where('counted', 'like', 'uploads %').pluck('count')).toContain(199)
    await counted(199)
    expect(await add(third, 'The last one')).toEqual([200, []])
    const held = (await db('held_files').where({ organisation_id: id }).first('id'))!.id
    await lead.send(
      `/organisations/${id}/evidence/new`,
      {
        title: 'Waits',
        note: 'Ring them',
        idempotencyKey: 'd'.repeat(20),
        held,
        personalData: 'removed',
        files: [{ name: 'more.csv', content: csv }],
      } as never,
      'multipart',
    )
    expect([
      lead.status,
      lead.errors,
      lead.valueOf('title'),
      lead.valueOf('note'),
      lead.valueOf('held'),
      (await db('held_files').where({ id: held })).length,
    ]).toEqual([429, [often], 'Waits', 'Ring them', held, 1])
    const evidence = `/evidence/${(await db('evidence').where({ title: 'The last one' }).first('id'))!.id}`
    const file = `${evidence}/files/${
      (await db('evidence_files')
        .where({ evidence_id: evidence.slice('/evidence/'.length) })
        .first('id'))!.id
    }`
    for (const [page, button, typed] of [
      [`/organisations/${id}/evidence/quick`, 'Add evidence', { title: 'More' }],
      [`${evidence}/more`, 'Save', {}],
      [`${file}/version`, 'Add version', {}],
    ] as const) {
      await lead.open(page)
      await lead.press(button, { ...typed, files: [{ name: 'more.csv', content: csv }] } as never)
      expect([page, lead.status, lead.errors]).toEqual([page, 429, [often]])
    }
    await lead.send(
      `/organisations/${id}/evidence/new`,
      { title: 'Waits', note: 'Ring them', idempotencyKey: 'd'.repeat(20), held, personalData: 'removed' } as never,
      'multipart',
    )
    expect([lead.status, lead.errors, (await db('held_files').where({ id: held })).length]).toEqual([200, [], 0])
    expect(await add(library!, 'Theirs is their own')).toEqual([200, []])
    await service.database.writer('limit_counters').delete()
  })

  test('a saved form that is sent again does not count towards the hourly limit', async () => {
    const { id, lead } = library!
    await service.database.writer('limit_counters').delete()
    const counted = () => service.database.writer('limit_counters').where('counted', 'like', 'uploads %')
    const send = async () => {
      const idempotencyKey = 'c'.repeat(20)
      const fields = { idempotencyKey, title: 'Once', note: 'A note', files: [{ name: 'visits.csv', content: csv }] }
      await lead.send(`/organisations/${id}/evidence/new`, fields as never, 'multipart')
      return [lead.status, lead.errors, await counted().pluck('count')]
    }
    expect([await send(), await send()]).toEqual([
      [200, [], [1]],
      [200, [], [1]],
    ])
    await counted().update({ count: 200 })
    expect(await send()).toEqual([200, [], [200]])
    await counted().delete()
  })

  test('a form sent again with other text or files shows an error, and the next attempt saves it', async () => {
    const [{ id, lead }, { db }] = [library!, service.parts]
    const titles = async () =>
      await db('evidence')
        .where({ organisation_id: id })
        .whereLike('title', 'Sent %')
        .orderBy('title')
        .pluck<string[]>('title')
    for (const [page, said] of [
      ['new', { note: 'A note' }],
      ['quick', {}],
    ] as const) {
      const sends = (typed: Record<string, unknown>) =>
        lead.send(
          `/organisations/${id}/evidence/${page}`,
          {
            idempotencyKey: page.padEnd(20, 'a'),
            title: `Sent by ${page}`,
            ...said,
            files: [{ name: 'visits.csv', content: csv }],
            ...typed,
          } as never,
          'multipart',
        )
      const before = await titles()
      await sends({})
      const first = lead.address
      await sends({})
      expect([page, lead.status, lead.address, await titles()]).toEqual([
        page,
        200,
        first,
        [...before, `Sent by ${page}`],
      ])
      const again =
        'An earlier version was saved. Choose your files again, then press the button to save this version too'
      await sends({ files: [{ name: 'visits.csv', content: Buffer.from('branch,joined\nMillbrook,5\n') }] })
      expect([page, lead.status, lead.errors]).toEqual([page, 422, [again]])
      await sends({ title: `Sent by ${page}, too` })
      expect([page, lead.status, lead.errors, lead.valueOf('title'), (await titles()).length]).toEqual([
        page,
        422,
        [again],
        `Sent by ${page}, too`,
        before.length + 1,
      ])
      await lead.press('Add evidence', { files: [{ name: 'visits.csv', content: csv }] } as never)
      expect([page, lead.status, await titles()]).toEqual([
        page,
        200,
        [...before, `Sent by ${page}`, `Sent by ${page}, too`],
      ])
    }
  })

  test('files kept for the question about personal details count towards the limit', async () => {
    const { db, write } = service.parts
    const asked = async (title: string) => {
      await other!.lead.open(`/organisations/${other!.id}/evidence/new`)
      await other!.lead.press('Add evidence', {
        title,
        note: 'Ring 07700 900123',
        files: [{ name: 'visits.csv', content: csv }],
      } as never)
      return [
        other!.lead.status,
        other!.lead.errors,
        (await db('held_files').where({ organisation_id: other!.id })).length,
      ]
    }
    const full =
      'Your library can store 10 GB of files, including removed files. ' +
      'Erase removed files, or ask a lead to, then choose the new files again'
    expect(await asked('Waits')).toEqual([422, [], 1])
    await write(theService, ({ trx }) => trx('held_files').update({ size: fileLimits.perOrganisation - csv.length }))
    expect(await asked('Waits as well')).toEqual([422, [], 2])
    expect(await asked('One too many')).toEqual([422, [full], 2])
    expect(await add(other!, 'None left')).toEqual([422, [full]])
    expect(await add(library!, 'Theirs is their own')).toEqual([200, []])
    await write(theService, ({ trx }) => trx('held_files').delete())
    expect(await add(other!, 'Room again')).toEqual([200, []])
  })
})
