import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  aPersonWho,
  aRound,
  aSeat,
  aSubmission,
  aTeam,
  everythingWritten,
  signedIn,
} from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import { aService, type Service } from '../../support/service.ts'

async function aDraft(service: Service) {
  const team = await aTeam(service)
  const application = await anApplication(service, team.organisation, {
    startedBy: team.lead,
    round: await aRound(service),
  })
  const list = `/applications/${application.id}`
  return { ...team, application, list, l1: `${list}/criteria/L1`, comments: `${list}/criteria/L1/comments` }
}

const stored = (service: Service) => service.database.writer('comments').orderBy('written_at')
const mentions = async (service: Service) =>
  (await service.database.writer('comment_mentions').orderBy('person_id')).map(({ person_id }) => person_id)

eachDatabase('comments on a criterion', engine => {
  test('members read comments on the criterion and in the list, and the task list shows their number', async () => {
    const service = await aService(engine)
    const { lead, contributor, observer, l1, list, comments } = await aDraft(service)
    const byContributor = await signedIn(service, contributor, l1)
    expect(byContributor.text).toContain('Comments (0)')
    await byContributor.press('Add comment', { body: 'Could we mention the autumn evening first?' })
    expect(byContributor.notices).toEqual(['Comment added.'])
    for (const [reader, address] of [
      [lead, l1],
      [observer, l1],
      [observer, comments],
      [lead, `${list}/comments`],
    ] as const)
      expect((await signedIn(service, reader, address)).text).toContain('Could we mention the autumn evening first?')
    expect((await signedIn(service, lead, list)).text).toContain('1 comment')
    const byObserver = await signedIn(service, observer, comments)
    expect(byObserver.$('textarea')).toHaveLength(0)
    await byObserver.send(comments, { body: 'May I?' })
    expect(byObserver.status).toBe(403)
    await service.end()
  })

  test('a person can change their own comment; others cannot, but a lead can delete it', async () => {
    const service = await aService(engine)
    const { organisation, lead, contributor, comments, list } = await aDraft(service)
    const other = await aPersonWho(service, { name: 'Another', member: [[organisation, 'contributor']] })
    const byContributor = await signedIn(service, contributor, comments)
    await byContributor.press('Add comment', { body: 'First words' })
    await byContributor.follow('Change or delete')
    await byContributor.press('Save comment', { body: 'Better words' })
    expect(byContributor.text).toContain('Better words')
    expect(byContributor.text).toContain(', edited')
    const [{ id } = { id: '' }] = await stored(service)
    const byOther = await signedIn(service, other, comments)
    expect(byOther.links.some(({ text }) => text.startsWith('Change'))).toBe(false)
    await byOther.send(`${list}/comments/${id}`, { body: 'Not mine', version: '2' })
    expect(byOther.status).toBe(403)
    await byOther.send(`${list}/comments/${id}/deletion`, {})
    expect(byOther.status).toBe(403)
    const byLead = await signedIn(service, lead, `${list}/comments/${id}`)
    expect(byLead.$('textarea')).toHaveLength(0)
    await byLead.send(`${list}/comments/${id}`, { body: 'Not mine', version: '2' })
    expect(byLead.status).toBe(403)
    await byLead.open(`${list}/comments/${id}`)
    await byLead.press('Delete comment')
    expect([byLead.notices, await stored(service)]).toEqual([['Comment deleted.'], []])
    await service.end()
  })

  test('a comment that was changed in another window is not overwritten', async () => {
    const service = await aService(engine)
    const { contributor, comments, list } = await aDraft(service)
    const one = await signedIn(service, contributor, comments)
    await one.press('Add comment', { body: 'First words' })
    const [{ id } = { id: '' }] = await stored(service)
    const other = await signedIn(service, contributor, `${list}/comments/${id}`)
    await one.open(`${list}/comments/${id}`)
    await one.press('Save comment', { body: 'Second words' })
    await other.press('Save comment', { body: 'Third words' })
    expect([other.status, (await stored(service))[0]!.body]).toEqual([409, 'Second words'])
    await service.end()
  })

  test('a lead cannot delete a comment that its writer has changed since the lead read it', async () => {
    const service = await aService(engine)
    const { lead, contributor, comments, list } = await aDraft(service)
    const byContributor = await signedIn(service, contributor, comments)
    await byContributor.press('Add comment', { body: 'First words, for @The lead' })
    const [{ id } = { id: '' }] = await stored(service)
    const byLead = await signedIn(service, lead, `${list}/comments/${id}`)
    await byContributor.open(`${list}/comments/${id}`)
    await byContributor.press('Save comment', { body: 'Second words' })
    await byLead.press('Delete comment')
    expect([byLead.status, (await stored(service))[0]?.body, await mentions(service)]).toEqual([
      409,
      'Second words',
      [lead.id],
    ])
    await byLead.open(`${list}/comments/${id}`)
    await byLead.press('Delete comment')
    expect([byLead.status, await stored(service)]).toEqual([200, []])
    await service.end()
  })

  test('mentions by name and from the list are recorded, except mentions of the writer', async () => {
    const service = await aService(engine)
    const { lead, contributor, observer, comments } = await aDraft(service)
    const byContributor = await signedIn(service, contributor, comments)
    await byContributor.press('Add comment', { body: '@The lead and @the contributor', mention: observer.id })
    expect(await mentions(service)).toEqual([lead.id, observer.id].toSorted())
    const byLead = await signedIn(service, lead, `${comments.replace('/criteria/L1', '')}?show=you`)
    expect(byLead.text).toContain('@The lead and @the contributor')
    const outsider = await aPersonWho(service, { name: 'Outsider' })
    await byContributor.send(comments, { body: 'Hello', mention: outsider.id })
    expect([byContributor.status, byContributor.errors]).toEqual([422, ['Choose a member of your team from the list']])
    await service.end()
  })

  test('the charity and the panel cannot see comments or how many there are', async () => {
    const service = await aService(engine)
    const { lead, organisation, application, comments, list } = await aDraft(service)
    const byLead = await signedIn(service, lead, comments)
    await byLead.press('Add comment', { body: 'The marmalade canary' })
    await everythingWritten(service, application, lead)
    await aSubmission(service, application, lead, { answers: [{ item: 'staff-training', narrative: 'What we do.' }] })
    await service.database.writer('applications').where({ id: application.id }).update({ status: 'with the panel' })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const panellist = await aPersonWho(service, { roles: ['appraiser'] })
    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    await aSeat(service, application, panellist, { offeredBy: coordinator })
    for (const reader of [coordinator, panellist, trustee]) {
      await aDeclaration(service, application, reader)
      const visitor = await signedIn(service, reader)
      const [{ id } = { id: '' }] = await stored(service)
      const missing = await visitor.open(`/applications/${newId()}/comments`)
      const notFound = { status: missing.status, text: missing.text }
      for (const address of [comments, `${list}/comments`, `${list}/comments/${id}`]) {
        await visitor.open(address)
        expect({ status: visitor.status, text: visitor.text }).toEqual(notFound)
      }
      for (const address of [
        list,
        `${list}/criteria/L1`,
        `${list}/submissions/1`,
        `${list}/history`,
        `/organisations/${organisation.id}`,
        '/applications',
        '/history',
      ]) {
        await visitor.open(address)
        expect(visitor.text).not.toContain('marmalade')
        expect(visitor.text).not.toMatch(/\b1 comment\b|Comments \(/)
      }
    }
    await byLead.open(`${list}/criteria/L1`)
    expect(byLead.text).toContain('The marmalade canary')
    const parts = await service.database.writer('submission_parts').whereLike('content', '%marmalade%')
    expect(parts).toEqual([])
    await service.end()
  })

  test('comments are shown 20 to a page, and a comment above the hourly limit is refused with a message', async () => {
    const service = await aService(engine)
    const { contributor, application, comments } = await aDraft(service)
    const at = service.clock.now()
    const rows = Array.from({ length: 60 }, (_, i) => ({
      id: newId(),
      application_id: application.id,
      item_id: 'staff-training',
      body: `Comment number ${i}`,
      written_by: contributor.id,
      written_at: at,
      edited_at: null,
      version: 1,
    }))
    await service.database.writer.batchInsert('comments', rows, 30)
    const visitor = await signedIn(service, contributor, comments)
    const seen = new Set<string>()
    for (let page = 0; page < 3; page++) {
      const ids = visitor
        .$('.los-comments > li')
        .toArray()
        .map(each => visitor.$(each).attr('id')!)
      expect(ids).toHaveLength(20)
      for (const id of ids) seen.add(id)
      if (page < 2) await visitor.follow('Earlier comments')
    }
    expect([seen.size, visitor.links.some(({ text }) => text === 'Earlier comments')]).toEqual([60, false])
    await visitor.open(comments)
    await visitor.press('Add comment', { body: 'One more' })
    expect([visitor.status, visitor.valueOf('body'), (await stored(service)).length]).toEqual([422, 'One more', 60])
    expect(visitor.errors[0]).toContain('You have added 60 comments in the last hour')
    await service.end()
  })

  test('the page warns about personal details in a comment', async () => {
    const service = await aService(engine)
    const { contributor, comments } = await aDraft(service)
    const visitor = await signedIn(service, contributor, comments)
    await visitor.press('Add comment', { body: 'Ring her on 07700 900123' })
    expect(visitor.text).toContain('Delete anything that could identify someone')
    await service.end()
  })

  test('a page with thirty comments needs as many queries as a page with one', async () => {
    const service = await aService(engine)
    const { contributor, application, comments } = await aDraft(service)
    const visitor = await signedIn(service, contributor, comments)
    const counts = []
    for (const many of [1, 29]) {
      const rows = Array.from({ length: many }, () => ({
        id: newId(),
        application_id: application.id,
        item_id: 'staff-training',
        body: 'Words',
        written_by: contributor.id,
        written_at: service.clock.now(),
        edited_at: null,
        version: 1,
      }))
      await service.database.writer.batchInsert('comments', rows, 30)
      let queries = 0
      const count = () => {
        queries += 1
      }
      service.database.db.on('query', count)
      await visitor.open(comments)
      service.database.db.removeListener('query', count)
      counts.push(queries)
    }
    expect(counts[0]).toBe(counts[1])
    await service.end()
  })
})

eachDatabase('the form for a comment', engine => {
  behavesLikeEveryForm(
    async () => {
      const service = await aService(engine)
      const { contributor, comments } = await aDraft(service)
      return {
        service,
        visitor: await signedIn(service, contributor, comments),
        button: 'Add comment',
        typed: { body: 'Could we mention the autumn evening first?' },
        invalid: { body: ' ' },
        timesSaved: async () => (await stored(service)).length,
      }
    },
    { text: 'body' },
  )
})
