import { frozenEvidence } from '../submitted/submitted.store.ts'
import { branchesOf } from '../../organisations/organisations.public.ts'
import type { Request } from 'express'
import type { Db } from '../../../db/connection.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isCovered } from '../../../domain/consent.ts'
import { itemByCode, type Framework } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { isToRedact } from '../../../domain/redaction.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { eventsAbout } from '../../../history/events-about.ts'
import { recordView, type EventName } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { viewsOf } from '../viewers/viewer.store.ts'
import { recurringAbout } from '../occurrences/occurrence.store.ts'
import { partnersAbout } from '../partner-evidence/partner-evidence.store.ts'
import { personalDataAnswersOf } from '../personal-data/personal-data.store.ts'
import { redactionsOf } from '../redacted-copy/redacted-copy.store.ts'
import { openingsOf } from '../redaction/redaction.store.ts'
import type { UsesShown } from '../uses/use.pages.ts'
import { usesOf, type UsesPlace } from '../uses/use.store.ts'
import { asSubmitted, evidencePage, type Context } from './evidence-item.pages.ts'
import { findEvidence, latestFramework, type EvidenceItem } from './evidence-item.store.ts'

/** One item of evidence. */
export const evidenceItemRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts

  const recordViewOf = (actor: Actor, evidence: EvidenceItem) =>
    write(actor, work =>
      recordView(work, {
        what: 'evidence',
        entityId: evidence.id,
        evidenceId: evidence.id,
        organisationId: evidence.organisationId,
        applicationId: evidence.through?.id ?? null,
      }),
    )

  return [
    get('/evidence/:id', 'evidence.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const context =
        membershipsIn(actor, evidence.organisationId).length > 0
          ? await contextOf(db, actor, evidence, res.locals.today, usesPlace(req))
          : null
      const { shown, framework, branchNames } = await shownTo(db, evidence)
      await recordViewOf(actor, evidence)
      page(
        res,
        'evidence/items/item',
        evidencePage(res.locals.t, shown, {
          framework,
          branchNames,
          context,
          mayWithdraw: can(actor, 'consent.withdraw', evidence, evidence.through),
          judged: judgedIn(req, evidence, framework),
        }),
      )
    }),
  ]
}

/** The evidence as its reader sees it: as submitted for a reader of an application, otherwise as it is today. */
async function shownTo(
  db: Db,
  evidence: EvidenceItem,
): Promise<{ shown: EvidenceItem; framework: Framework; branchNames: readonly string[] }> {
  const { through } = evidence
  const framework = through ? await frameworkVersion(db, through.frameworkVersionId) : await latestFramework(db)
  const frozen = through && (await frozenEvidence(db, through, evidence.id))
  if (frozen) return { shown: asSubmitted(evidence, frozen), framework, branchNames: frozen.branches }
  const branches = await branchesOf(db, { id: evidence.organisationId })
  const named = branches.filter(({ id }) => evidence.branches.includes(id))
  return { shown: evidence, framework, branchNames: named.map(({ name }) => name) }
}

async function contextOf(
  db: Db,
  actor: Actor,
  evidence: EvidenceItem,
  today: Day,
  after: UsesPlace | null,
): Promise<Context> {
  return {
    mayEdit: can(actor, 'evidence.edit', evidence),
    mayRemove: can(actor, 'evidence.remove', evidence),
    mayRestore: can(actor, 'evidence.restore', { id: evidence.organisationId }),
    mayKeep: can(actor, 'evidence.keep', evidence),
    today,
    waits: !isCovered(evidence, actor.today),
    uses: await usesShown(db, evidence, after),
    partners: await partnersAbout(db, evidence.id),
    recurring: await recurringAbout(db, evidence.id),
    views: membershipsIn(actor, evidence.organisationId).includes('lead') ? await viewsOf(db, evidence) : null,
    events: (await eventsAbout(db, { kind: 'evidence', id: evidence.id })).filter(
      ({ name }) => evidence.withheld === 0 || !eventsOfHidden.includes(name),
    ),
    personalData: await personalDataAnswersOf(db, { kind: 'evidence', id: evidence.id }),
    openings: membershipsIn(actor, evidence.organisationId).includes('lead') ? await openingsOf(db, evidence.id) : [],
    redactions: evidence.files.some(isToRedact) ? await redactionsOf(db, evidence.id) : [],
  }
}

/** They would tell of a file that the reader may not know of. */
const eventsOfHidden: readonly string[] = [
  'evidence.redacted_copy_needed',
  'evidence.redacted_copy_asked',
] satisfies EventName[]

const usesOnAPage = 5

/** The criterion that the person was appraising before they opened this page; null for others. */
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

async function usesShown(db: Db, evidence: EvidenceItem, after: UsesPlace | null): Promise<UsesShown> {
  const { applications, count } = await usesOf(db, evidence, after, usesOnAPage + 1)
  const { lines, next } = pageOf(applications, usesOnAPage, `/evidence/${evidence.id}`, ({ startedAt, id }) => ({
    started: startedAt,
    application: id,
  }))
  const versions = [...new Set(lines.map(({ frameworkVersionId }) => frameworkVersionId))]
  return {
    applications: [...lines],
    count,
    isLater: after !== null,
    next,
    frameworks: new Map(await Promise.all(versions.map(async id => [id, await frameworkVersion(db, id)] as const))),
  }
}
