import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { theService } from '../../../src/domain/actor.ts'
import { offerFirstAdministrator } from '../../../src/modules/access/access.public.ts'
import { makeAnotherAdministratorLink } from '../../../src/modules/access/administrators/administrator.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { pathOf } from '../../support/invitations.ts'
import { joins } from '../../support/joining.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

const password = 'open the library door'

eachDatabase('the first administrator', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const linkFile = () => join(service.parts.config.dataFolder, 'first-administrator')
  const offered = async (isTTY: boolean) => {
    const said: string[] = []
    await offerFirstAdministrator(service.parts, { isTTY, write: (text: string) => said.push(text) > 0 })
    return said.join('')
  }

  test('the file for the first administrator has a working link even if two processes start together', async () => {
    const { write } = service.parts
    const terminal = { isTTY: false, write: () => true }
    const thenAnother: typeof write = async (...args) => {
      const result = await write(...args)
      await offerFirstAdministrator(service.parts, terminal)
      return result
    }
    await offerFirstAdministrator({ ...service.parts, write: thenAnother }, terminal)
    const link = pathOf((await readFile(linkFile(), 'utf8')).trim())
    expect((await aVisitor(service).open(link)).status).toBe(200)
    expect((await readdir(service.parts.config.dataFolder)).filter(name => name.includes('administrator'))).toEqual([
      'first-administrator',
    ])
  })

  test('only the newest link in the file creates the first administrator’s account', async () => {
    const said = await offered(false)
    const first = (await readFile(linkFile(), 'utf8')).trim()
    expect([said.includes(linkFile()), said.includes('/invitations/'), (await stat(linkFile())).mode & 0o777]).toEqual([
      true,
      false,
      0o600,
    ])
    expect(await offered(true)).toContain('/invitations/')
    const second = (await readFile(linkFile(), 'utf8')).trim()
    expect([second === first, (await aVisitor(service).open(pathOf(first))).status]).toEqual([false, 410])

    service.clock.minutesPass(24 * 60 + 1)
    expect((await aVisitor(service).open(pathOf(second))).headings).toEqual(['This link has expired'])
    await offered(false)
    const third = pathOf((await readFile(linkFile(), 'utf8')).trim())
    await aVisitor(service).open(third)
    const visitor = await aVisitor(service).open(third)
    expect([visitor.address, visitor.headings[0]]).toEqual(['/invitations/accept', 'Create the first account'])
    await visitor.press('Create account', {
      name: 'Olwen Bartley',
      email: 'olwen@charity.example',
      password: 'fourteen chars',
    })
    expect([visitor.status, visitor.errors, visitor.valueOf('name'), visitor.valueOf('password')]).toEqual([
      422,
      ['Use 15 characters or more'],
      'Olwen Bartley',
      '',
    ])
    await visitor.press('Create account', { email: 'olwen@charity.example, other@charity.example', password })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter one email address, like name@example.org']])
    await visitor.press('Create account', { email: 'olwen@charity.example', password: 'Olwen Bartley' })
    expect(visitor.status).toBe(422)
    await visitor.press('Create account', { email: 'olwen@charity.example', password })
    expect([visitor.address, visitor.notices]).toEqual(['/home', ['Your account is ready']])
    await expect(stat(linkFile())).rejects.toThrow('ENOENT')
    expect((await aVisitor(service).open(third)).status).toBe(410)
    expect(await offered(true)).toBe('')
    expect(service.logged.join('')).not.toContain(third.slice(-20))
  })

  test('the operator’s link adds a second administrator, and the first administrator gets an email', async () => {
    const path = await service.parts.write(theService, work => makeAnotherAdministratorLink(work))
    const emails = await service.post()
    expect(emails.map(({ to, subject, text }) => [to, subject, text.includes(path)])).toEqual([
      ['olwen@charity.example', 'Someone created a link to add an administrator', false],
    ])
    expect(await service.parts.db('events').where({ name: 'administrator.link_made' }).pluck('actor')).toEqual([
      'the operator',
    ])
    const visitor = await aVisitor(service).open(path)
    await visitor.press('Create account', { name: 'Second', email: 'OLWEN@charity.example', password })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['This address already has an account. Sign in with this address, then open the link again.'],
    ])
    await visitor.press('Create account', { name: 'Second', email: 'second@charity.example', password })
    expect((await visitor.open('/people')).headings).toContain('People')
  })
})

eachDatabase('the roles that the only administrator gives', engine => {
  test('the pages say that a new role takes effect immediately while there is only one administrator', async () => {
    const service = await aService(engine)
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    const visitor = await signedIn(service, administrator, '/people/invitations/new')
    expect(visitor.text).toContain(
      'You are the only administrator, so this person can use the role as soon as they accept it.',
    )
    await joins(service, { by: administrator, role: 'coordinator', name: 'Tomos Rees' })
    await visitor.open('/approvals')
    expect(visitor.text).toContain('They can already use this role. Another administrator must confirm it.')
    await aPersonWho(service, { roles: ['administrator'] })
    await visitor.open('/people/invitations/new')
    expect(visitor.text).not.toContain('You are the only administrator')
    expect(visitor.text).toContain('another administrator must approve the role before they can open anything')
    await service.end()
  })
})
