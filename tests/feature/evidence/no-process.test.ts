import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import * as made from '../../support/document-texts.ts'
import { aLibrary, publishedFramework, type Library } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('a document that comes while no process can be started', engine => {
  let service: Service
  let library: Library
  // Each test has its own service, because a service keeps its process for the next document.
  beforeEach(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
  })
  afterEach(() => service.end())

  const whileNoneStarts = async (act: () => Promise<unknown>) => {
    const node = process.execPath
    process.execPath = 'no\0node' // makes the start fail immediately, as when memory runs out
    try {
      await act()
    } finally {
      process.execPath = node
    }
  }
  const summary = 'Volunteers lead a conversation café every week.'
  const add = async (name: string, content: Buffer) => {
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    await library.lead.press('Add evidence', { title: 'Our café', kind: 'policy', summary, files: [{ name, content }] })
  }
  const titles = () => service.parts.db('evidence').where({ organisation_id: library.id }).pluck('title')

  test('the page asks to try again if a Word document cannot be opened, and shows the text of the form', async () => {
    const { lead } = library
    const document = made.word(made.plain('Our plan'))
    await whileNoneStarts(() => add('plan.docx', document))
    expect([lead.status, lead.headings[0], lead.html.includes(summary), await titles()]).toEqual([
      503,
      'The service is busy',
      true,
      [],
    ])
    await add('plan.docx', document)
    expect([lead.status, await titles()]).toEqual([200, ['Our café']])
  })

  test('the page says that a text file could not be read, and keeps the form’s text and the file', async () => {
    const { lead } = library
    await whileNoneStarts(() => add('plan.txt', Buffer.from('Our plan')))
    expect([lead.status, lead.valueOf('summary'), await titles()]).toEqual([422, summary, []])
    expect(lead.text).toContain('We could not read this document because of a problem with this service.')
    expect(lead.text).toContain('plan.txt')
    await lead.press(lead.buttons.find(each => each.startsWith('Add'))!)
    expect([lead.status, await titles()]).toEqual([200, ['Our café']])
  })
})
