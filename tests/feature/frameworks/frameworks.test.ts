import { expect, test } from '@jest/globals'
import { libraryStream } from '../../../src/domain/framework.ts'
import { branchesTaken } from '../../../src/modules/organisations/branches/branch.store.ts'
import { latestFrameworkVersionId } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { aHolder } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'

/** Adds a stream for schools, whose framework is newer than the one for libraries. */
async function schoolsPublish({ database: { writer } }: Service): Promise<void> {
  const published = (await writer('framework_versions').first())!
  await writer('streams').insert({ id: 'schools' })
  await writer('frameworks').insert({ id: 'school-framework', slug: 'school-of-sanctuary', stream_id: 'schools' })
  await writer('framework_versions').insert({
    ...published,
    id: 'school-version',
    framework_id: 'school-framework',
    published_at: '2027-03-01T09:00:11.000Z' as typeof published.published_at,
  })
}

eachDatabase('a framework in another stream', engine => {
  test('applications and renewals of libraries do not use a framework of another stream', async () => {
    const service = await aService(engine)
    const { writer } = service.database
    const { award, lead: holder } = await aHolder(service)
    const ours = await latestFrameworkVersionId(writer, libraryStream)
    await schoolsPublish(service)
    const newest = await writer('framework_versions').orderBy('published_at', 'desc').first()
    expect([newest!.id, await latestFrameworkVersionId(writer, 'schools')]).toEqual([
      'school-version',
      'school-version',
    ])

    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await signedIn(
      service,
      await aPersonWho(service, { member: [[organisation, 'lead']] }),
      `/organisations/${organisation.id}/applications/new`,
    )
    await lead.press('Start application', { scope: [organisation.branches[0]!] })
    const renewing = await signedIn(service, holder, `/awards/${award.id}/renewal`)
    await renewing.press('Start renewal')

    expect(await writer('applications').orderBy('kind').select('kind', 'stream_id', 'framework_version_id')).toEqual([
      { kind: 'first', stream_id: 'libraries', framework_version_id: ours },
      { kind: 'first', stream_id: 'libraries', framework_version_id: ours },
      { kind: 'renewal', stream_id: 'libraries', framework_version_id: ours },
    ])
    await service.end()
  })

  test('a branch with an award in the libraries’ stream is free for an application in another stream', async () => {
    const service = await aService(engine)
    const { organisation } = await aHolder(service)
    await schoolsPublish(service)
    expect([...(await branchesTaken(service.parts.db, organisation, libraryStream))].sort()).toEqual(
      organisation.branches.toSorted(),
    )
    expect([...(await branchesTaken(service.parts.db, organisation, 'schools'))]).toEqual([])
    await service.end()
  })
})
