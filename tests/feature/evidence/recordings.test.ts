import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { routes } from '../../../src/app.ts'
import { eachDatabase } from '../../support/database.ts'
import { inboxWorld } from '../../support/inbox.ts'
import type { Library } from '../../support/library.ts'
import { hasMark, markedRecordings } from '../../support/marked-recordings.ts'
import type { File, Person } from '../../support/person.ts'
import { aacTrack, h264Track } from '../../support/recording-tracks.ts'
import { movieFile } from '../../support/recordings.ts'
import { aService, type Service } from '../../support/service.ts'
import { entriesOf } from '../../support/zip-entries.ts'

// The metadata of the test recordings contains the text `mark`. The service must neither store nor send it.

const recordings: File[] = Object.entries(markedRecordings).map(([name, make]) => ({ name, content: make() }))
const whole = movieFile({ tracks: [h264Track(), aacTrack()] })
const cutOff: File = { name: 'cut.mp4', content: whole.subarray(0, whole.length - 100) }
const says = 'cut.mp4 is incomplete. Copy it from the phone or camera again, then upload the new copy'

eachDatabase('a recording with hidden marks', engine => {
  let service: Service
  let world: Awaited<ReturnType<typeof inboxWorld>>
  let library: Library
  let evidence: string
  beforeAll(async () => {
    service = await aService(engine)
    world = await inboxWorld(service)
    library = world.library
    await sends['/organisations/:id/evidence/new']!(recordings)
    evidence = library.lead.address.split('/').at(-1)!
  })
  afterAll(() => service.end())

  const presses = async (address: string, button: string, typed: Record<string, unknown>): Promise<Person> => {
    await library.lead.open(address)
    await library.lead.press(button, typed as never)
    return library.lead
  }
  const filesOf = () =>
    service.parts
      .db('evidence_files')
      .where({ evidence_id: evidence })
      .whereNull('redacts_file_id')
      .orderBy('uploaded_at')
  const newest = async () => `/evidence/${evidence}/files/${(await filesOf()).at(-1)!.id}`
  /** Sends files through each form that takes evidence files, by the form’s address. */
  const sends: Record<string, (files: File[]) => Promise<Person>> = {
    '/organisations/:id/evidence/new': files =>
      presses(`/organisations/${library.id}/evidence/new`, 'Add evidence', { title: 'Recordings', files }),
    '/organisations/:id/evidence/quick': files =>
      presses(`/organisations/${library.id}/evidence/quick`, 'Add evidence', { title: 'Quickly', files }),
    '/evidence/:id/more': files => presses(`/evidence/${evidence}/more`, 'Save', { files }),
    '/evidence/:id/files/:fileId/version': async files =>
      presses(`${await newest()}/version`, 'Add version', { files: files.slice(0, 1) }),
    '/evidence/:id/files/:fileId/redaction': async files =>
      presses(`${await newest()}/redaction`, 'Add redacted copy', { files: files.slice(-1) }),
    '/upload/:token': async files => {
      await world.colleague.open(world.address)
      await world.colleague.press('Send', { words: 'From the phone', people: 'no', files })
      return world.colleague
    },
  }
  const uploads = () => join(service.parts.config.dataFolder, 'uploads')
  const storedBytes = async (): Promise<Buffer[]> => {
    const names = await readdir(uploads(), { recursive: true, withFileTypes: true })
    return Promise.all(names.filter(each => each.isFile()).map(each => readFile(join(each.parentPath, each.name))))
  }

  test('every form that takes evidence files is tested below', () => {
    const noEvidence = [
      '/applications/:id/word',
      '/frameworks/:id/import',
      '/frameworks/:id/translations/:language',
      '/imports/new/:kind',
    ]
    const forms = routes(service.parts).filter(({ body, path }) => body === 'files' && !noEvidence.includes(path))
    expect(forms.map(({ path }) => path).toSorted()).toEqual(Object.keys(sends).toSorted())
  })

  test('every form stores a recording without its hidden marks', async () => {
    expect(recordings.map(({ content }) => hasMark(content as Buffer))).toEqual([true, true, true, true])
    for (const [way, send] of Object.entries(sends).slice(1)) {
      service.clock.minutesPass(1)
      const person = await send(recordings)
      expect([way, person.status, person.errors]).toEqual([way, 200, []])
    }
    const stored = await storedBytes()
    expect([stored.length, stored.filter(hasMark).length, stored.every(({ length }) => length > 400)]).toEqual([
      4 + 4 + 4 + 1 + 1 + 4,
      0,
      true,
    ])
  })

  test('a recording is downloaded without hidden marks, with the extension of its type', async () => {
    const { lead } = library
    const seen: unknown[] = []
    for (const name of ['tour.mp4', 'walk.mov', 'talk.m4a', 'talk.mp3']) {
      const { id } = (await filesOf().where({ name }).first())!
      await lead.open(`/evidence/${evidence}/files/${id}`)
      expect([lead.content.length > 400, hasMark(lead.content)]).toEqual([true, false])
      seen.push([lead.headers['content-type'], /^\w+; filename="[^"]+"/.exec(lead.headers['content-disposition']!)![0]])
    }
    expect(seen).toEqual([
      ['video/mp4', 'attachment; filename="tour.mp4"'],
      ['video/quicktime', 'attachment; filename="walk.mov"'],
      ['audio/mp4', 'attachment; filename="talk.m4a"'],
      ['audio/mpeg', 'attachment; filename="talk.mp3"'],
    ])
  })

  test('the ZIP, the evidence inbox and every address of the evidence contain no hidden marks', async () => {
    const { lead } = library
    await lead.open(`/organisations/${library.id}/export`)
    await lead.press('Download evidence', { password: 'open the library door' })
    const entries = [...entriesOf(lead.content).values()]
    expect([entries.length > 12, entries.filter(hasMark)]).toEqual([true, []])
    const item = await world.idOf('From the phone')
    const files = await service.parts.db('evidence_files').where({ evidence_id: evidence }).pluck<string[]>('id')
    const addresses = routes(service.parts)
      .filter(({ method, path }) => method === 'get' && path.startsWith('/evidence/:id'))
      .flatMap(({ path }) => files.map(file => path.replace(':id', evidence).replace(':fileId', file)))
    let opened = 0
    for (const address of new Set([...addresses, world.inbox, `${world.inbox}/${item}`])) {
      await lead.open(address)
      opened += lead.status === 200 ? 1 : 0
      expect([address, hasMark(lead.content)]).toEqual([address, false])
    }
    expect(opened).toBeGreaterThan(files.length)
  })

  test('every form refuses a recording that was cut off, with a reason, and stores nothing', async () => {
    const before = [(await storedBytes()).length, (await service.parts.db('evidence_files')).length]
    for (const [way, send] of Object.entries(sends)) {
      const person = await send([cutOff])
      expect([way, person.status, person.errors]).toEqual([way, 422, [says]])
    }
    expect([(await storedBytes()).length, (await service.parts.db('evidence_files')).length]).toEqual(before)
  })
})
