import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { signedIn } from '../../support/factories.ts'
import { addParts, aCheckedRenewal, aSubmittedTarget } from '../../support/renewal.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the changes since last year', engine => {
  test('changed answers come first, and empty answers are not counted as unchanged', async () => {
    const service = await aService(engine)
    const { trustee, renewal } = await aCheckedRenewal(service)
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    expect(visitor.headings.slice(0, 4)).toEqual([
      'Ashcombe Libraries',
      'What has changed since 1 May 2026',
      'E1 Joining without barriers',
      'E3 Visible welcome',
    ])
    for (const shown of [
      'Joining needs Removed: a name. Added: nothing at all.',
      'New evidence: Photographs of the new signs',
      'A year of story hours in Tigrinya.',
      'New: New Lead',
      'Removed: Old Lead',
    ]) {
      expect([shown, visitor.text.includes(shown)]).toEqual([shown, true])
    }
    expect(visitor.text).toContain('1 unchanged answer')
    await service.end()
  })

  test('an answer that was mostly rewritten shows the whole old and new texts, not single words', async () => {
    const service = await aService(engine)
    const { trustee, renewal } = await aCheckedRenewal(service)
    const parts = service.database.writer('submission_parts')
    const rewrites = async (text: string, to: string) =>
      void (await parts
        .clone()
        .whereLike('content', `%${text}%`)
        .update({ content: service.database.writer.raw('replace(content, ?, ?)', [text, to]) }))
    await rewrites('Joining needs a name.', 'We close for a morning a year to train with our volunteers.')
    await rewrites('Joining needs nothing at all.', 'All of us spent a morning with two women from the café.')
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    expect(visitor.text).toContain(
      'Removed: We close for a morning a year to train with our volunteers. ' +
        'Added: All of us spent a morning with two women from the café.',
    )
    await service.end()
  })

  test('the trustee sees how the status of a target has changed', async () => {
    const service = await aService(engine)
    const { trustee, renewal, award } = await aCheckedRenewal(service)
    await addParts(service, award.application, { 'targets/1': aSubmittedTarget({}) })
    const reached = aSubmittedTarget({ status: 'reached', items: ['progress-on-targets'] })
    await addParts(service, renewal, { 'targets/1': reached })
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    expect(visitor.headings).toContain('F2 Progress on earlier targets')
    const [article] = visitor
      .$('article:has(#changed-F2)')
      .map((_, each) => visitor.$(each).text().replace(/\s+/g, ' ').trim())
      .get()
    expect(article).toContain(
      'Two story hours. Owner: A lead. Due: 30 June 2027. Status: Removed: Not started. Added: Reached.',
    )
    expect(article).not.toContain('No answer')
    await service.end()
  })

  test('the trustee sees the title of restricted evidence, but the coordinator does not', async () => {
    const service = await aService(engine)
    const { trustee, coordinator, renewal, photos } = await aCheckedRenewal(service)
    await service.database.writer('evidence').where({ id: photos }).update({ sensitivity: 'restricted' })
    const address = `/applications/${renewal.id}/decision`
    expect((await signedIn(service, trustee, address)).text).toContain('Photographs of the new signs')
    expect((await signedIn(service, coordinator, address)).text).not.toContain('Photographs of the new signs')
    await service.end()
  })
})
