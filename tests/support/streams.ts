import { theService } from '../../src/domain/actor.ts'
import { publishFirst } from '../../src/modules/frameworks/frameworks/framework.actions.ts'
import { documentOf } from './drafting.ts'
import { aPersonWho, signedIn } from './factories.ts'
import type { Service } from './service.ts'
import type { Visitor } from './visitor.ts'

/**
 * A stream for schools with two criteria, one of them with the id of a criterion for libraries.
 * @param libraryVersion the id of the framework version from which its other settings are copied
 * @returns the id of the first framework version of the stream
 */
export async function aStreamOfSchools(service: Service, libraryVersion: string): Promise<string> {
  const document = await documentOf(service, libraryVersion)
  const [first] = document.criteria
  const criterion = (code: string, id: string, title: string) => ({ ...first!, code, id, area: 'welcome', title })
  await service.parts.write(theService, work =>
    publishFirst(
      work,
      {
        ...document,
        framework: 'school-of-sanctuary',
        stream: 'schools',
        label: 'Schools of Sanctuary 0.1',
        notice: '',
        areas: [{ id: 'welcome', title: 'Welcome', description: 'Your school welcomes everyone.' }],
        prerequisites: [],
        criteria: [
          criterion('W1', 'staff-training', 'Training for teachers'),
          criterion('W2', 'new-pupils', 'Welcome to new pupils'),
        ],
        lookingAhead: [],
      },
      { id: 'schools', name: 'Schools of Sanctuary', isDemo: true },
    ),
  )
  const row = await service.database
    .writer('framework_versions')
    .join('frameworks', 'frameworks.id', 'framework_versions.framework_id')
    .where('frameworks.stream_id', 'schools')
    .first('framework_versions.id')
  return row!.id
}

/**
 * A coordinator sets up a round on the page for a new round.
 * @param stream the id of the stream to choose, if the page offers a choice
 */
export async function setsUpRound(service: Service, stream?: string): Promise<Visitor> {
  const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/rounds/new')
  await coordinator.press('Save round', {
    name: 'Round for schools',
    ...(stream && { streamId: stream }),
    'opensOn-day': '1',
    'opensOn-month': '2',
    'opensOn-year': '2027',
    'closesOn-day': '30',
    'closesOn-month': '4',
    'closesOn-year': '2027',
  })
  return coordinator
}
