import { frozenEvidence } from '../submitted/submitted.store.ts'
import { branchesIn, branchesOf, type Branch } from '../../organisations/organisations.public.ts'
import type { Request } from 'express'
import type { Db } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { membershipsIn, strongestRoleIn, type Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { hasConsent } from '../../../domain/consent.ts'
import { itemByCode, libraryStream, type Framework } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { needsRedactedCopy } from '../../../domain/redaction.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { eventsIn } from '../../../history/events-about.ts'
import type { EventName } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion, frameworkVersions, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { recordOpening } from '../viewers/viewer.actions.ts'
import { viewsOf } from '../viewers/viewer.store.ts'
import { recurringAbout } from '../occurrences/occurrence.store.ts'
import { partnersIn } from '../partner-evidence/partner-evidence.store.ts'
import { personalDataAnswersOf } from '../personal-data/personal-data.store.ts'
import { redactionsOf } from '../redacted-copy/redacted-copy.store.ts'
import { openingsOf } from '../redaction/redaction.store.ts'
import type { ToReplaceFor, UsesShown } from '../uses/use.pages.ts'
import { usesOf, type Uses, type UsesPlace } from '../uses/use.store.ts'
import { withdrawnUses, type WithdrawnUse } from '../uses/withdrawn-use.store.ts'
import { asSubmitted, evidencePage, type Shown } from './evidence-item.pages.ts'
import { findEvidence, type EvidenceItem } from './evidence-item.store.ts'

export const evidenceItemRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts

  return [
    get('/evidence/:id', 'evidence.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const which = { id: req.params.id, cameFrom: queryText(req, 'case') }
      const evidence = await findEvidence(db, actor, permission, which)
      const shown = evidence.through
        ? await asSubmittedIn(db, evidence, evidence.through)
        : await asToday(db, evidence, { actor, today: res.locals.today, after: usesPlace(req) })
      await write(actor, work => recordOpening(work, evidence, { what: 'evidence', entityId: evidence.id }))
      page(
        res,
        'evidence/items/item',
        evidencePage(res.locals.t, shown.evidence, {
          ...shown,
          today: res.locals.today,
          mayWithdraw: can(actor, 'consent.withdraw', evidence, evidence.through),
          judged: judgedIn(req, evidence, shown.framework),
        }),
      )
    }),
  ]
}

/** The evidence for a reader of an application: as submitted, or in its current state when only a reply shows it. */
async function asSubmittedIn(db: Db, evidence: EvidenceItem, through: Application): Promise<Shown> {
  const framework = await frameworkVersion(db, through.frameworkVersionId)
  const frozen = await frozenEvidence(db, through, evidence.id)
  if (frozen) return { evidence: asSubmitted(evidence, frozen), framework, branchNames: frozen.branches, context: null }
  const branches = await branchesOf(db, { id: evidence.organisationId })
  return { evidence, framework, branchNames: namesOf(branches, evidence), context: null }
}

/** The current evidence for the library's own team. Reads most of the other details in one statement. */
async function asToday(
  db: Db,
  evidence: EvidenceItem,
  { actor, today, after }: { actor: Actor; today: Day; after: UsesPlace | null },
): Promise<Shown> {
  const isLead = membershipsIn(actor, evidence.organisationId).includes('lead')
  const uses = usesOf(db, evidence, after, usesOnAPage + 1)
  const views = isLead ? viewsOf(db, evidence) : null
  const found = await runLookups(db, {
    versionId: latestVersionId(db, libraryStream),
    branches: branchesIn(db, evidence.organisationId),
    applications: uses.applications,
    usesCount: uses.count,
    withdrawn: evidence.isConsentWithdrawn ? withdrawnUses(db, actor, today, { evidenceId: evidence.id }) : null,
    partners: partnersIn(db, evidence.id),
    recurring: recurringAbout(db, evidence.id),
    views: views?.latest ?? null,
    viewsCount: views?.count ?? null,
    events: eventsIn(db, { kind: 'evidence', id: evidence.id }),
    personalData: personalDataAnswersOf(db, { kind: 'evidence', id: evidence.id }),
    openings: isLead ? openingsOf(db, evidence.id) : null,
    redactions: evidence.files.some(needsRedactedCopy) ? redactionsOf(db, evidence.id) : null,
  })
  return {
    evidence,
    framework: await frameworkVersion(db, found.versionId),
    branchNames: namesOf(found.branches, evidence),
    context: {
      ...rightsOn(evidence, actor),
      today,
      uses: await usesShown(db, evidence, { applications: found.applications, count: found.usesCount, after }),
      toReplace: found.withdrawn && (await toReplaceFor(db, found.withdrawn, actor, evidence)),
      partners: found.partners,
      recurring: found.recurring,
      views: found.views && { latest: found.views, count: found.viewsCount ?? 0 },
      events: found.events.filter(({ name }) => evidence.withheld === 0 || !eventsOfHidden.includes(name)),
      personalData: found.personalData,
      openings: found.openings ?? [],
      redactions: found.redactions ?? [],
    },
  }
}

async function toReplaceFor(
  db: Db,
  uses: readonly WithdrawnUse[],
  actor: Actor,
  { organisationId }: EvidenceItem,
): Promise<ToReplaceFor> {
  const ids = uses.map(({ frameworkVersionId }) => frameworkVersionId)
  const role = strongestRoleIn(actor, organisationId) ?? 'observer'
  return { uses, frameworks: await frameworkVersions(db, ids), role }
}

const namesOf = (branches: readonly Branch[], evidence: EvidenceItem): string[] =>
  branches.filter(({ id }) => evidence.branches.includes(id)).map(({ name }) => name)

const rightsOn = (evidence: EvidenceItem, actor: Actor) => ({
  mayEdit: can(actor, 'evidence.edit', evidence),
  mayRemove: can(actor, 'evidence.remove', evidence),
  mayRestore: can(actor, 'evidence.restore', { id: evidence.organisationId }),
  mayTransfer: can(actor, 'evidence.transfer', evidence),
  waits: !hasConsent(evidence, actor.today) && !evidence.isConsentWithdrawn,
})

/** Events about files that some readers must not know of. These readers do not see the events. */
const eventsOfHidden: readonly string[] = [
  'evidence.redacted_copy_needed',
  'evidence.redacted_copy_asked',
] satisfies EventName[]

const usesOnAPage = 5

/** The criterion that the person was assessing when they opened the evidence; null when they came from elsewhere. */
function judgedIn(
  req: Pick<Request, 'query'>,
  { showings }: EvidenceItem,
  framework: Framework,
): { case: string; code: string } | null {
  const item = itemByCode(framework, queryText(req, 'criterion'))
  const application = queryText(req, 'case')
  return item && showings.some(({ applicationId }) => applicationId === application)
    ? { case: application, code: item.code }
    : null
}

function usesPlace(req: Pick<Request, 'query'>): UsesPlace | null {
  const place = placeAfter(req, 'started', 'application')
  return place && { startedAt: place.started as Instant, id: place.application }
}

async function usesShown(
  db: Db,
  evidence: EvidenceItem,
  { applications, count, after }: Uses & { after: UsesPlace | null },
): Promise<UsesShown> {
  const { lines, next } = pageOf(applications, usesOnAPage, `/evidence/${evidence.id}`, ({ startedAt, id }) => ({
    started: startedAt,
    application: id,
  }))
  return {
    applications: [...lines],
    count,
    isLater: after !== null,
    next,
    frameworks: await frameworkVersions(
      db,
      lines.map(({ frameworkVersionId }) => frameworkVersionId),
    ),
  }
}
