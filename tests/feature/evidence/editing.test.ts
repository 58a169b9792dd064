import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { copiesBefore } from '../../../src/modules/evidence/redaction/redaction.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { aPerson, type Person } from '../../support/person.ts'
import { png } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

type Fields = Record<string, unknown>

/** A form about evidence: valid values, other valid values, and invalid values. */
interface EvidenceForm {
  path: string
  sent: Fields
  other: Fields
  wrong: Fields
  /** The number of changes that have been saved. */
  count(): Promise<number>
}

eachDatabase('forms about evidence', engine => {
  let service: Service
  let library: Library
  let lead: Known
  let evidence: string
  let picture: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    lead = library.lead
    await lead.open(`/organisations/${library.id}/evidence/new`)
    await lead.press('Add evidence', {
      title: 'The welcome sign',
      files: [{ name: 'sign.png', content: await png() }],
    } as never)
    evidence = lead.address.split('/').at(-1)!
    picture = (await service.parts.db('evidence_files').where({ evidence_id: evidence }).first('id'))!.id
  })
  afterAll(() => service.end())

  const rowsOf = async (table: 'evidence' | 'evidence_notes' | 'evidence_files' | 'events', where = {}) =>
    (await service.parts.db(table).where(where)).length
  const eventsNamed = (name: string) => () => rowsOf('events', { name })
  const version = async () => String((await service.parts.db('evidence').where({ id: evidence }).first())!.version)
  const csv = (line: string) => [{ name: 'visits.csv', content: Buffer.from(`branch,visits\n${line}\n`) }]

  /** The hidden field with the newest redacted copy of a file. */
  const newestOf = async (file: string) => ({
    latest: (await copiesBefore(service.parts.db, { id: file, redactsId: null }))?.latest ?? '',
  })

  const forms: Record<string, () => Promise<EvidenceForm>> = {
    'to add evidence': async () => ({
      path: `/organisations/${library.id}/evidence/new`,
      sent: { title: 'A poster', note: 'By the door' },
      other: { title: 'Another poster', note: 'By the door' },
      wrong: { title: '', summary: 'A poster without a title' },
      count: () => rowsOf('evidence'),
    }),
    'for quick upload': async () => ({
      path: `/organisations/${library.id}/evidence/quick`,
      sent: { title: 'A photo', files: csv('Central,4') },
      other: { title: 'Another photo', files: csv('Central,4') },
      wrong: { title: '', files: csv('Central,4') },
      count: () => rowsOf('evidence'),
    }),
    'to change details': async () => ({
      path: `/evidence/${evidence}/edit`,
      sent: { version: await version(), title: 'The welcome sign', kind: 'photo', summary: 'In seven languages' },
      other: { version: await version(), title: 'The welcome sign', kind: 'photo', summary: 'In eight languages' },
      wrong: { version: await version(), title: '' },
      count: eventsNamed('evidence.changed'),
    }),
    'to add a file, link or note': async () => ({
      path: `/evidence/${evidence}/more`,
      sent: { note: 'Painted by the reading group' },
      other: { note: 'Painted by the art group' },
      wrong: {},
      count: () => rowsOf('evidence_notes'),
    }),
    'to add a version': async () => ({
      path: `/evidence/${evidence}/files/${await aFile()}/version`,
      sent: { files: csv('Central,5') },
      other: { files: csv('Central,6') },
      wrong: {},
      count: () => rowsOf('evidence_files'),
    }),
    'to add a redacted copy': async () => ({
      path: `/evidence/${evidence}/files/${await aFile()}/redaction`,
      sent: { latest: '', files: csv('Central,7') },
      other: { latest: '', files: csv('Central,8') },
      wrong: {},
      count: () => rowsOf('evidence_files'),
    }),
    'to black out areas': async () => ({
      path: `/evidence/${evidence}/files/${picture}/blackout`,
      sent: {
        ...(await newestOf(picture)),
        seen: '1000,1000,1000,1000',
        'left-1': '10',
        'top-1': '10',
        'width-1': '10',
        'height-1': '10',
      },
      other: {
        latest: '',
        seen: '2000,1000,1000,1000',
        'left-1': '20',
        'top-1': '10',
        'width-1': '10',
        'height-1': '10',
      },
      wrong: { 'left-1': '101', 'top-1': '10', 'width-1': '10', 'height-1': '10' },
      count: () => rowsOf('evidence_files'),
    }),
    'to describe a picture': async () => ({
      path: `/evidence/${evidence}/files/${picture}/words`,
      sent: { version: await version(), alternative: 'A sign with hello in seven languages', caption: '' },
      other: { version: await version(), alternative: 'A sign with hello in eight languages', caption: '' },
      wrong: { version: await version(), alternative: '' },
      count: eventsNamed('evidence.described'),
    }),
    'to change the owner and expiry date': async () => ({
      path: `/evidence/${evidence}/ownership`,
      sent: { version: await version(), owner: lead.id, expiresOn: '2028-03-31' },
      other: { version: await version(), owner: lead.id, expiresOn: '2028-04-30' },
      wrong: { version: await version(), owner: '' },
      count: eventsNamed('evidence.expiry_set'),
    }),
    'to remove a file': async () => ({
      path: `/evidence/${evidence}/files/${await aFile()}/removal`,
      sent: {},
      other: {},
      wrong: {},
      count: eventsNamed('evidence.file_removed'),
    }),
  }
  const aFile = async () => {
    const before = await service.parts.db('evidence_files').where({ evidence_id: evidence }).pluck('id')
    await send(`/evidence/${evidence}/more`, newId(), { files: csv(`First,${before.length}`) })
    const after = await service.parts.db('evidence_files').where({ evidence_id: evidence }).pluck('id')
    return after.find(id => !before.includes(id))!
  }
  const multipart = /\/(new|quick|more|version|redaction)$/
  const send = (path: string, idempotencyKey: string, fields: Fields, person: Person = lead) =>
    person.send(path, { ...fields, idempotencyKey } as never, multipart.test(path) ? 'multipart' : 'urlencoded')

  test.each(Object.keys(forms))('the form %s is saved once when it is sent twice', async name => {
    const { path, sent, count } = await forms[name]!()
    const key = newId()
    const before = await count()
    await send(path, key, sent)
    const first = [lead.status, lead.errors, lead.address, lead.notices]
    expect([lead.status, lead.notices.length, await count()]).toEqual([200, 1, before + 1])
    await send(path, key, sent)
    expect([lead.status, lead.errors, lead.address, lead.notices]).toEqual(first)
    expect(await count()).toBe(before + 1)
  })

  const sendsOther = async (name: string) => {
    const { path, sent, other, count } = await forms[name]!()
    const key = newId()
    await send(path, key, sent)
    expect([lead.status, lead.errors]).toEqual([200, []])
    const saved = await count()
    const now = { ...other, ...('version' in other && { version: await version() }) }
    await send(path, key, now)
    expect([lead.status, lead.errors.length, await count()]).toEqual([422, 1, saved])
    expect(lead.$('main input[name=idempotencyKey]').val()).not.toBe(key)
    await send(path, newId(), { ...now, ...('latest' in other && (await newestOf(path.split('/').at(-2)!))) })
    return { saved, count }
  }

  test.each(Object.keys(forms).filter(name => !['to remove a file', 'to add a version'].includes(name)))(
    'the form %s refuses other values with the same idempotency key, and saves them with a new one',
    async name => {
      const { saved, count } = await sendsOther(name)
      expect([lead.status, await count()]).toEqual([200, saved + 1])
    },
  )

  test('the form to add a version refuses another file, because the first has replaced the old version', async () => {
    const { saved, count } = await sendsOther('to add a version')
    const replaced =
      'This file has changed or been removed since you opened the page. Go back to the evidence and check it first'
    expect([lead.status, lead.errors, await count()]).toEqual([422, [replaced], saved])
  })

  test.each(Object.keys(forms).filter(name => name !== 'to remove a file'))(
    'the form %s saves nothing and keeps the text when a value is invalid',
    async name => {
      const { path, wrong, count } = await forms[name]!()
      const before = await count()
      await send(path, newId(), wrong)
      expect([lead.status, lead.errors.length > 0, await count()]).toEqual([422, true, before])
      for (const [field, value] of Object.entries(wrong))
        if (typeof value === 'string' && value !== '' && field !== 'version') expect(lead.valueOf(field)).toBe(value)
    },
  )

  const withoutText = ['to remove a file', 'to add a version', 'to add a redacted copy']
  const sendsSignedOut = async (name: string) => {
    const { path, sent, count } = await forms[name]!()
    const before = await count()
    const signedOut = aPerson(service.app)
    await send(path, newId(), sent, signedOut)
    expect([signedOut.status, await count()]).toEqual([401, before])
    return { path, sent, signedOut }
  }

  test.each(withoutText)('the form %s saves nothing for a person who is signed out', async name => {
    await sendsSignedOut(name)
  })

  test.each(Object.keys(forms).filter(name => !withoutText.includes(name)))(
    'the form %s saves nothing for a person who is signed out, and keeps what was entered',
    async name => {
      const { path, sent, signedOut } = await sendsSignedOut(name)
      const texts = Object.entries(sent).filter((each): each is [string, string] => typeof each[1] === 'string')
      expect(texts.length).toBeGreaterThan(0)
      const kept = (field: string, text: string) =>
        // A form with files cannot be sent again from another page, so that page only shows its texts.
        multipart.test(path) ? signedOut.html.includes(text) && text : signedOut.valueOf(field)
      expect(texts.map(([field, text]) => [field, kept(field, text)])).toEqual(texts)
    },
  )
})
