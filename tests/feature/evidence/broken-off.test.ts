import { expect, test } from '@jest/globals'
import { EventEmitter, once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { request, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, publishedFramework } from '../../support/library.ts'
import { aService } from '../../support/service.ts'
import { cookieOf } from '../../support/site.ts'
import { until } from '../../support/until.ts'

eachDatabase('uploads', engine => {
  test('an upload whose connection closes early saves nothing and is not logged as a bug', async () => {
    const leaving = new EventEmitter()
    const service = await aService(engine, {}, parts => ({
      ...parts,
      files: {
        ...parts.files,
        keep: async (staged, id) => {
          leaving.emit('now')
          await closed
          await parts.files.keep(staged, id)
        },
      },
    }))
    await publishedFramework(service)
    const { id, lead } = await aLibrary(service, 'Fellside Libraries', ['Central'])
    const part = (name: string, content: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`
    const { port } = service.server.address() as { port: number }
    const upload = request(`http://127.0.0.1:${port}/organisations/${id}/evidence/quick`, {
      method: 'POST',
      agent: false,
      headers: {
        Cookie: cookieOf(lead),
        'Sec-Fetch-Site': 'same-origin',
        'Content-Type': 'multipart/form-data; boundary=b',
      },
    })
    upload.on('error', () => {})
    const files = ['one', 'two'].map(name => part(`files"; filename="${name}.txt`, `text of ${name}`))
    const nearlySaved = once(leaving, 'now')
    const { closed, responded } = responseToNext(service.server)
    upload.end(`${part('title', 'The welcome table')}${files.join('')}--b--\r\n`)
    await nearlySaved
    upload.destroy()
    const staged = () => readdir(join(service.database.dataFolder, 'uploads/staging'))
    await responded
    await until(async () => (await staged()).length === 0)
    expect(await service.parts.db('evidence_files')).toEqual([])
    expect(service.logged.join('')).not.toContain('a bug')
  })
})

/** `closed` resolves when the connection of the next request is closed, `responded` when the service responds to it. */
function responseToNext(server: Server): { closed: Promise<unknown>; responded: Promise<void> } {
  const response = once(server, 'request').then(([, res]) => res as ServerResponse)
  return {
    closed: response.then(res => once(res, 'close')),
    responded: response.then(
      res =>
        new Promise(resolve => {
          const end = res.end.bind(res) as () => ServerResponse
          res.end = (...given: []) => {
            resolve()
            return end(...given)
          }
        }),
    ),
  }
}
