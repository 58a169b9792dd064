import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Request, Response } from 'express'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { withoutUncovered } from '../../../domain/readable-evidence.ts'
import { Forbidden, MoveRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm, refusalOf, valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import {
  evidenceSubjects,
  frozenAnswer,
  frozenSummary,
  latestSubmission,
  recommendationsBefore,
  questionsOn,
} from '../../applications/applications.public.ts'
import { lastAgreedOn } from '../decisions/decision.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { recordView } from '../../../history/record.ts'
import { giveAll, writeFinding } from './finding.actions.ts'
import { findingForm, giveForm } from './finding.forms.ts'
import { readingPage, type Reading } from '../reading/reading.pages.ts'
import { findingsGivenOn, findingsOf, frozenFiles, seatsOf } from './finding.store.ts'
import { findingPage, type OneCriterion } from './finding.pages.ts'
import { appraisalList } from '../appraisals/appraisal.pages.ts'

const address = '/applications/:id/appraisal'

export const appraisalRoutes = ({ db, write, clock }: Parts): Route[] => {
  return [
    get('/appraisals', 'appraisals.list', async (_req, res) => {
      page(res, 'appraisal/appraisals/list', appraisalList(res.locals.t, await seatsOf(db, actorOf(res))))
    }),

    get(address, 'appraisal.read', async (req, res, permission) => {
      const actor = actorOf(res)
      page(
        res,
        'appraisal/reading/reading',
        readingPage(
          res.locals.t,
          actor,
          await readingOf(actor, await findApplication(db, actor, permission, req.params.id)),
        ),
      )
    }),

    post(address, 'finding.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findOpen(actor, permission, req.params.id)
      if (!application) return res.redirect(303, `/applications/${req.params.id}/appraisal`)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      const { idempotencyKey } = giveForm.parse(req.body ?? {})
      const refused = await refusalOf(t, req.body, () =>
        write(actor, work =>
          claimKey(work, idempotencyKey, async () => {
            await giveAll(work, application, framework)
            return `/applications/${application.id}/appraisal`
          }),
        ),
      )
      if (refused)
        return page(
          res.status(422),
          'appraisal/reading/reading',
          readingPage(t, actor, await readingOf(actor, application), refused.errors[0]?.message ?? null),
        )
      flash(res, t('appraisals.give.done'))
      res.redirect(303, `/applications/${application.id}/appraisal`)
    }),

    get(`${address}/:code`, 'appraisal.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const criterion = await oneCriterion(actor, permission, req)
      await recordReading(actor, criterion)
      page(res, 'appraisal/findings/criterion', findingPage(res.locals.t, actor, criterion))
    }),

    post(`${address}/:code`, 'finding.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const criterion = await oneCriterion(actor, 'appraisal.read', req)
      const { application, framework, item } = criterion
      if (!can(actor, permission, application))
        throw application.status === 'with the panel'
          ? new Forbidden(permission)
          : new MoveRefused('find', application.status)
      const { data, form } = parseForm(findingForm(t, framework), req.body)
      if (form) return page(res.status(422), 'appraisal/findings/criterion', findingPage(t, actor, criterion, form))
      try {
        await write(actor, work => writeFinding(work, application, item, data))
      } catch (refusal) {
        if (!(refusal instanceof Stale)) throw refusal
        return showBoth(req, res, actor)
      }
      flash(res, t('appraisals.saved', { code: item.code }))
      const following = criteriaAskedBy(framework, application.kind)
      const next = data.then === 'next' ? following[following.findIndex(({ id }) => id === item.id) + 1] : item
      res.redirect(303, `/applications/${application.id}/appraisal${next ? `/${next.code}` : ''}`)
    }),
  ]

  /** Sent twice, the second time after all are given: null, and the page shows what became of the first. */
  async function findOpen(
    actor: Actor,
    permission: ApplicationPermission,
    id: string,
  ): Promise<ApplicationRecord | null> {
    const application = await findApplication(db, actor, 'appraisal.read', id)
    if (can(actor, permission, application)) return application
    if (seatOf(actor, application)?.hasGivenAll) return null
    throw new MoveRefused('give', application.status)
  }

  async function readingOf(actor: Actor, application: ApplicationRecord): Promise<Reading> {
    return {
      application,
      framework: await frameworkVersion(db, application.frameworkVersionId),
      summary: await frozenSummary(db, application),
      recommendations: await recommendationsBefore(db, actor, application, dayOf(clock.now())),
      findings: await findingsOf(db, seatOf(actor, application)!),
      given: can(actor, 'meeting.read', application) ? await findingsGivenOn(db, application) : null,
    }
  }

  async function oneCriterion(
    actor: Actor,
    permission: ApplicationPermission,
    { params }: Request<{ id: string; code: string }>,
  ): Promise<OneCriterion> {
    const application = await findApplication(db, actor, permission, params.id)
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    const item = criteriaAskedBy(framework, application.kind).find(({ code }) => code === params.code)
    if (!item) throw new NotFound()
    const submission = await latestSubmission(db, application)
    const whole = submission && (await frozenAnswer(db, submission, item.id))
    const held = await evidenceSubjects(db, whole?.evidence.map(({ id }) => id) ?? [])
    const copy = whole && withoutUncovered(actor, application, whole, held)
    const evidenceItems = copy?.evidence.map(({ id }) => id) ?? []
    return {
      application,
      framework,
      item,
      copy,
      submissionId: submission?.id ?? null,
      files: submission ? await frozenFiles(db, submission, evidenceItems) : [],
      held,
      questions: await questionsOn(db, application, item.id),
      lastFinding: await lastAgreedOn(db, application, item.id),
      findings: await findingsOf(db, seatOf(actor, application)!),
    }
  }

  async function recordReading(actor: Actor, { application, submissionId }: OneCriterion): Promise<void> {
    const { id: applicationId, organisationId } = application
    await write(actor, work =>
      recordView(work, { what: 'submission', entityId: submissionId ?? applicationId, organisationId, applicationId }),
    )
  }

  /** What was typed, ready to be saved again, beside what was saved meanwhile: neither is lost. */
  async function showBoth(req: Request<{ id: string; code: string }>, res: Response, actor: Actor): Promise<void> {
    const now = await oneCriterion(actor, 'appraisal.read', req)
    const version = now.findings.find(({ itemId }) => itemId === now.item.id)?.version ?? 0
    page(
      res.status(409),
      'appraisal/findings/criterion',
      findingPage(
        res.locals.t,
        actor,
        now,
        { values: { ...valuesIn(req.body), version: String(version) }, errors: [] },
        true,
      ),
    )
  }
}
