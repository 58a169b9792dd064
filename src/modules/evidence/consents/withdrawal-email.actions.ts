import type { Tx } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { itemsOf, libraryStream } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { readersById, type Reader } from '../../../email/readers.store.ts'
import type { WithdrawnEvidence } from '../../../email/templates/consents.ts'
import { applicationsByIds } from '../../access/access.public.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import { itemsSubmittedWith } from '../submitted/submitted.store.ts'
import { usesOf } from '../uses/use.store.ts'
import type { Viewer } from '../viewers/viewer.store.ts'

/** The maximum number of applications in which `whereUsed` looks for criteria that use the evidence. */
const usesRead = 40

/** Emails the people who opened or downloaded the evidence, except the person who withdrew the consent. */
export async function emailViewers(
  work: UnitOfWork,
  evidence: EvidenceItem,
  viewers: readonly Viewer[],
): Promise<void> {
  const views = new Map(viewers.map(viewer => [viewer.personId, viewer]))
  for (const reader of await readersById(work.trx, [...views.keys()])) {
    if (reader.actor.id === work.actor.id) continue
    const viewer = views.get(reader.actor.id)!
    await queueEmail(work, {
      name: 'consent withdrawn',
      to: recipientOf(reader),
      entity: { kind: 'organisation', id: evidence.organisationId },
      // so that in the list of emails, only coordinators who can read the application see this one
      applicationId: viewer.applicationId,
      facts: {
        organisation: evidence.organisationName,
        at: viewer.downloadedAt ?? viewer.at,
        isDownload: viewer.downloadedAt !== null,
        ...(await whereUsed(work.trx, evidence, reader, viewer)),
      },
    })
  }
}

/**
 * Returns codes of criteria, an application number and a link, because the email leaves out the title. Uses the
 * application in which the reader saw the evidence if the reader can still read that application, otherwise the
 * library's list. Empty if the reader can read neither, or the evidence was removed.
 */
async function whereUsed(
  trx: Tx,
  evidence: EvidenceItem,
  { actor }: Reader,
  { applicationId }: Viewer,
): Promise<Pick<WithdrawnEvidence, 'codes' | 'application' | 'path'>> {
  const [application] = applicationId === null ? [] : await applicationsByIds(trx, [applicationId])
  if (application && can(actor, 'submission.read', application)) {
    const { number, frameworkVersionId } = application
    const use = (await runLookup(trx, usesOf(trx, evidence, null, usesRead).applications)).find(
      ({ id }) => id === application.id,
    )
    const now = use ? [...use.answers, ...use.replies, ...use.partners.map(({ item }) => item)] : []
    const submitted = await itemsSubmittedWith(trx, application, evidence.id)
    const codes = await codesIn(trx, frameworkVersionId, [...now, ...submitted])
    return { codes, application: number, path: `/applications/${application.id}/submission` }
  }
  const isListed = evidence.eraseOn === null && can(actor, 'evidence.list', { id: evidence.organisationId })
  if (!isListed) return { codes: [], application: null, path: null }
  const codes = await codesIn(trx, await latestFrameworkVersionId(trx, libraryStream), evidence.items)
  return { codes, application: null, path: can(actor, 'evidence.edit', evidence) ? `/evidence/${evidence.id}` : null }
}

async function codesIn(trx: Tx, versionId: string, items: readonly string[]): Promise<string[]> {
  return itemsOf(await frameworkVersion(trx, versionId))
    .filter(({ id }) => items.includes(id))
    .map(({ code }) => code)
}
