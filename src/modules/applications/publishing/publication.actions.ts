import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock } from '../../../domain/actor.ts'
import { problemsIn } from '../../../domain/framework-checks.ts'
import { unconfirmedIn } from '../../../domain/framework-mapping.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import {
  frameworkVersion,
  mappingOf,
  publishAsRead,
  versionBefore,
  type VersionRecord,
} from '../../frameworks/frameworks.public.ts'
import { entity } from '../applications/application.actions.ts'
import { carryAgain } from '../renewals/renewal.actions.ts'
import { countKnown, movingDrafts, moveToVersion } from './publication.store.ts'

/**
 * Publishes a version of the criteria. Drafts in which nobody has saved anything change to this version.
 * @returns how many of these drafts the person is allowed to know about
 * @throws FormRefused when the version is already published, cannot be published yet, or was agreed on a future day
 * @throws Stale when the version has changed since it was read
 */
export async function publishVersion(
  work: UnitOfWork,
  draft: VersionRecord,
  given: { version: number; agreedOn: Day },
): Promise<number> {
  await refuseUnlessReady(work, draft, given)
  await publishAsRead(work, draft)
  const moved = await moveDrafts(work, draft)
  await recordEvent(
    work,
    'framework.published',
    { kind: 'framework', id: draft.id },
    {
      version: draft.version,
      issued: true,
      agreedOn: given.agreedOn,
      moved: moved.length,
    },
  )
  return countKnown(work.trx, work.actor, moved)
}

async function refuseUnlessReady(
  work: UnitOfWork,
  draft: VersionRecord,
  { version, agreedOn }: { version: number; agreedOn: Day },
): Promise<void> {
  if (draft.publishedAt !== null)
    throw new FormRefused('publish', 'frameworks.publish.already', {
      version: draft.version,
      name: draft.publishedBy ?? '',
    })
  if (draft.revision !== version) throw new Stale()
  if (problemsIn(draft.document).length > 0) throw new FormRefused('publish', 'frameworks.publish.problems')
  const before = await versionBefore(work.trx, draft)
  const open = before ? unconfirmedIn(await mappingOf(work.trx, draft, before)) : 0
  if (open > 0) throw new FormRefused('publish', 'frameworks.publish.mapping', { count: open })
  if (agreedOn > dayOf(work.at)) throw new FormRefused('agreedOn', 'frameworks.publish.agreed.future')
}

/**
 * Moves the drafts in which nobody has saved anything to this version, and carries over their earlier answers again.
 * @returns the ids of these drafts
 */
async function moveDrafts(work: UnitOfWork, { id, frameworkId }: VersionRecord): Promise<string[]> {
  const drafts = await movingDrafts(work.trx, frameworkId)
  const framework = await frameworkVersion(work.trx, id)
  for (const draft of drafts) {
    await moveToVersion(work.trx, draft.id, id)
    if (draft.awardId !== null)
      await carryAgain(work, { ...draft, awardId: draft.awardId }, { versionId: id, framework, kind: draft.kind })
    await recordEvent(as(theClock, work), 'application.new_version', entity(draft), { version: framework.version })
  }
  return drafts.map(draft => draft.id)
}
