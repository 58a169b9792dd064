import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/connection.ts'
import type { Child } from '../support/child.ts'
import type { Person } from '../support/person.ts'
import { mp4 } from '../support/sample-files.ts'
import { aLibraryWithALead, cookieOf, startSite, theLead } from '../support/site.ts'

const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'limits-'))
let [organisation, child, lead]: [string, Child, Person] = ['', null!, null!]
beforeAll(async () => {
  organisation = await aLibraryWithALead(folder)
  child = await startSite(folder, ['env', 'FILE_SIZE_MB=1', 'FILES_AT_ONCE=2', 'ORGANISATION_SIZE_GB=1'])
  lead = await theLead(child)
})
afterAll(async () => {
  await child.kill()
  await rm(folder, { recursive: true, force: true })
})

const film = (size: number): Buffer => Buffer.concat([mp4, Buffer.alloc(size - mp4.length)])
const [most, text] = [1024 ** 2, Buffer.from('Everybody is welcome.')]
const add = async (...files: Buffer[]): Promise<[number, string[]]> => {
  await lead.open(`/organisations/${organisation}/evidence/new`)
  await lead.press('Add evidence', {
    title: 'Welcome',
    files: files.map((content, index) => ({ name: content === text ? `${index}.txt` : 'film.mp4', content })),
  })
  return [lead.status, lead.errors]
}

/** Sends only the headers of a form, which declare this size. Returns the status and body of the response. */
async function announced(bytes: number): Promise<[number, string]> {
  const headers = {
    Cookie: cookieOf(lead),
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'multipart/form-data; boundary=b',
    'Content-Length': bytes,
  }
  const sending = request(`${child.url}/organisations/${organisation}/evidence/new`, {
    method: 'POST',
    agent: false,
    headers,
  })
  sending.flushHeaders()
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  let said = ''
  for await (const chunk of answer) said += String(chunk)
  sending.destroy()
  return [answer.statusCode!, said]
}

test('pages show the configured file limits, and files up to the limits are accepted', async () => {
  await lead.open(`/organisations/${organisation}/evidence/new`)
  expect(lead.text).toContain('Up to 2 files of 1 MB each.')
  await lead.open('/help')
  expect(lead.text).toContain('1 MB')
  expect([await add(film(most)), await add(text, text)]).toEqual([
    [200, []],
    [200, []],
  ])
})

test('a form that exceeds a limit by one byte or one file is refused, and the error gives the limit', async () => {
  expect(await add(film(most + 1))).toEqual([413, ['film.mp4 is larger than 1 MB. Choose a smaller file']])
  expect(await add(text, text, text)).toEqual([422, ['Choose 2 files or fewer. You can add more later']])
  expect(await announced(6 * most)).toEqual([413, expect.stringContaining('Each file can be up to 1 MB')])
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  await database.transaction(trx =>
    trx('evidence_files')
      .where({ name: 'film.mp4' })
      .update({ size: 1024 ** 3 - 2 * text.length }),
  )
  await database.close()
  expect(await add(text)).toEqual([
    422,
    [
      'Your library can store 1 GB of files, including removed files. ' +
        'Erase removed files, or ask a lead to, then choose the new files again',
    ],
  ])
})

test('the service does not start with impossible limits', () => {
  const settings = {
    BASE_URL: 'http://localhost:3000',
    DATA_DIR: folder,
    SMTP_URL: 'smtp://localhost',
    SCANNER: 'none',
  }
  expect(() =>
    readConfig({ ...settings, FILE_SIZE_MB: '0', FILES_AT_ONCE: 'many', ORGANISATION_SIZE_GB: '1.5' }),
  ).toThrow(
    /FILE_SIZE_MB must be a whole number from 1 to 1000[^]*FILES_AT_ONCE must be a whole number from 1 to 100[^]*ORGANISATION_SIZE_GB must be a whole number from 1 to 10000/,
  )
  expect(() =>
    readConfig({ ...settings, FILE_SIZE_MB: '1000', FILES_AT_ONCE: '', ORGANISATION_SIZE_GB: '10000' }),
  ).not.toThrow()
})
