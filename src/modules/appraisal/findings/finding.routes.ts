import type { Request } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import { panelRequests } from '../../../domain/move-reasons.ts'
import { can } from '../../../domain/permissions.ts'
import { countUnavailable, withoutEndedConsents } from '../../../domain/readable-evidence.ts'
import { Forbidden, MoveRefused, NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { autosavedForm } from '../../../web/autosave.ts'
import type { Entered } from '../../../web/autosaved-page.ts'
import { staleForm } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { workingCopyLookup } from '../../../web/working-copies.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import {
  coordinatorToAsk,
  moveReasonsLookup,
  questionsOnItem,
  submittedAnswer,
} from '../../applications/applications.public.ts'
import { recordOpenings } from '../../evidence/evidence.public.ts'
import {
  type CriteriaReading,
  criteriaReading,
  frameworkVersion,
  inSameLanguage,
} from '../../frameworks/frameworks.public.ts'
import { lastAgreedOn } from '../meetings/meeting.store.ts'
import { writeFinding } from './finding.actions.ts'
import { findingForm, keptFields } from './finding.forms.ts'
import { findingPage, type CriterionToJudge } from './finding.pages.ts'
import { findingOn, findingsForLookup, frozenFiles } from './finding.store.ts'

export const findingRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/appraisal/:code', 'appraisal.read', async (req, res) => {
    const actor = actorOf(res)
    const reading = { db: parts.db, actor, today: res.locals.today, shared: parts.config.contactEmail }
    const criterion = await criterionToJudge(reading, await findCriterion(parts.db, actor, req))
    await recordReading(parts, actor, criterion)
    page(res, 'appraisal/findings/criterion', findingPage(res.locals.t, actor, criterion))
  }),

  ...autosavedForm(
    parts,
    {
      path: '/applications/:id/appraisal/:code',
      permission: 'finding.write',
      load: async ({ db, actor, permission, params, query }) => {
        const criterion = await findCriterion(db, actor, { params, query })
        const { application } = criterion
        if (can(actor, permission, application)) return criterion
        if (application.status === 'with the panel') throw new Forbidden(permission)
        throw new MoveRefused('find', application.status)
      },
      form: ({ t }, { framework }) => findingForm(t, framework),
      act: (work, { application, item }, { data }) => writeFinding(work, application, item, data),
      done: (t, criterion, { data, result: isSaved }) => ({
        address: inSameLanguage(
          data.then === 'next' ? addressAfter(criterion) : addressOf(criterion.application, criterion.item),
          criterion.reading,
        ),
        notice: t(noticeAfter(data.judgement !== null, isSaved), { code: criterion.item.code }),
      }),
      redraw: (asking, about, form) => drawAgain(parts, asking, about, { form, isStale: false }),
      redrawStale: (asking, about, form) =>
        drawAgain(parts, asking, about, { form: staleForm(asking.t, form), isStale: true }),
    },
    {
      fields: keptFields,
      address: ({ application, item }) => addressOf(application, item),
      record: async (db, { actor }, { application, item }) => {
        const finding = await findingOn(db, seatOf(actor, application)!, item.id)
        if (finding?.givenAt) throw new Forbidden('finding.write')
        return { version: finding?.version ?? 0, editing: null }
      },
    },
  ),
]

function noticeAfter(isJudged: boolean, isSaved: boolean) {
  if (isJudged) return 'findings.saved'
  return isSaved ? 'findings.saved.not_judged' : 'findings.not_saved'
}

interface Criterion {
  application: ApplicationRecord
  framework: Framework
  item: Item
  reading: CriteriaReading
}

async function findCriterion(
  db: Db | Tx,
  actor: Actor,
  { params, query }: { params: { id: string; code: string }; query: Request['query'] },
): Promise<Criterion> {
  const application = await findApplication(db, actor, 'appraisal.read', params.id)
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const item = criteriaAskedBy(framework, application.kind).find(each => each.code === params.code)
  if (!item) throw new NotFound()
  const { frameworkVersionId: versionId, languages } = application
  const reading = await criteriaReading(db, { versionId, languages }, queryText({ query }, 'criteria'))
  return { application, framework, item, reading }
}

async function drawAgain({ config }: Parts, { db, t, actor, today }: FormRequest, about: Criterion, entered: Entered) {
  const criterion = await criterionToJudge({ db, actor, today, shared: config.contactEmail }, about)
  return show('appraisal/findings/criterion', findingPage(t, actor, criterion, entered))
}

interface Reading {
  db: Db | Tx
  actor: Actor
  today: Day
  /** the email address of the service, for when there is no coordinator */
  shared: string
}

async function criterionToJudge(
  { db, actor, today, shared }: Reading,
  criterion: Criterion,
): Promise<CriterionToJudge> {
  const { application, item } = criterion
  const submitted = await submittedAnswer(db, application, item.id)
  const evidenceNow = submitted?.held ?? new Map<string, EvidenceSubject>()
  const copy = submitted && withoutEndedConsents(actor, application, submitted.copy, evidenceNow)
  const evidenceIds = copy?.evidence.map(({ id }) => id) ?? []
  const { files, findings, coordinator, reasons, ...found } = await runLookups(db, {
    files: submitted && frozenFiles(db, submitted.submission, evidenceIds),
    questions: questionsOnItem(db, application.id, item.id),
    lastFinding: lastAgreedOn(db, application, item.id),
    findings: findingsForLookup(db, actor, application),
    typed: workingCopyLookup(db, actor.id, addressOf(application, item)),
    coordinator: coordinatorToAsk(db, application.id),
    reasons: moveReasonsLookup(db, application),
  })
  return {
    ...criterion,
    ...found,
    copy,
    unavailable: submitted && copy ? countUnavailable(submitted.copy, copy, item.id) : 0,
    submissionId: submitted?.submission.id ?? null,
    requests: panelRequests(application, reasons),
    files: files ?? [],
    evidenceNow,
    findings: findings ?? [],
    toAsk: { coordinator, shared },
    today,
  }
}

/**
 * Records a view of the submission, and of each item of evidence on the page, in the access log.
 * @throws Stale when a consent was withdrawn since the evidence was read
 */
async function recordReading({ write }: Parts, actor: Actor, { application, submissionId, copy }: CriterionToJudge) {
  const about = { organisationId: application.organisationId, applicationId: application.id }
  const ids = copy?.evidence.map(({ id }) => id) ?? []
  await write(actor, work =>
    recordOpenings(
      work,
      [
        { what: 'submission', entityId: submissionId ?? application.id, ...about },
        ...ids.map(id => ({ what: 'evidence' as const, entityId: id, evidenceId: id, ...about })),
      ],
      ids,
    ),
  )
}

const addressOf = ({ id }: ApplicationRecord, item: Item | undefined): string =>
  `/applications/${id}/appraisal${item ? `/${item.code}` : ''}`

/** The address of the next criterion or, after the last one, of the list of criteria. */
function addressAfter({ application, framework, item }: Criterion): string {
  const criteria = criteriaAskedBy(framework, application.kind)
  return addressOf(application, criteria[criteria.findIndex(({ id }) => id === item.id) + 1])
}
