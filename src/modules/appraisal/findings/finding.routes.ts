import { type Case, findApplication } from '../../access/access.public.ts'
import type { Request, Response } from 'express'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { withoutUncovered } from '../../../domain/reading.ts'
import { Forbidden, MoveRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { onceOnly } from '../../../web/form-ids.ts'
import { parseForm, refusalOf, valuesIn } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import {
  evidenceHeld,
  frozenAnswer,
  frozenSummary,
  latestSubmission,
  promisedBefore,
  questionsOn,
} from '../../applications/applications.public.ts'
import { lastAgreedOn } from '../decisions/decision.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { recordLook } from '../../../history/record.ts'
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
      page(res, 'appraisal/appraisals/list', appraisalList(res.locals.t, await seatsOf(db, actor(res))))
    }),

    get(address, 'appraisal.read', async (req, res, permission) => {
      const who = actor(res)
      page(
        res,
        'appraisal/reading/reading',
        readingPage(res.locals.t, who, await readingOf(who, await findApplication(db, who, permission, req.params.id))),
      )
    }),

    post(address, 'finding.write', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const application = await findOpen(who, permission, req.params.id)
      if (!application) return res.redirect(303, `/applications/${req.params.id}/appraisal`)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      const { formId } = giveForm.parse(req.body ?? {})
      const refused = await refusalOf(t, req.body, () =>
        write(who, work =>
          onceOnly(work, formId, async () => {
            await giveAll(work, application, framework)
            return `/applications/${application.id}/appraisal`
          }),
        ),
      )
      if (refused)
        return page(
          res.status(422),
          'appraisal/reading/reading',
          readingPage(t, who, await readingOf(who, application), refused.errors[0]?.message ?? null),
        )
      flash(res, t('appraisals.give.done'))
      res.redirect(303, `/applications/${application.id}/appraisal`)
    }),

    get(`${address}/:code`, 'appraisal.read', async (req, res, permission) => {
      const who = actor(res)
      const criterion = await oneCriterion(who, permission, req)
      await recordReading(who, criterion)
      page(res, 'appraisal/findings/criterion', findingPage(res.locals.t, who, criterion))
    }),

    post(`${address}/:code`, 'finding.write', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const criterion = await oneCriterion(who, 'appraisal.read', req)
      const { application, framework, item } = criterion
      if (!can(who, permission, application))
        throw application.status === 'with the panel'
          ? new Forbidden(permission)
          : new MoveRefused('find', application.status)
      const { data, form } = parseForm(findingForm(t, framework), req.body)
      if (form) return page(res.status(422), 'appraisal/findings/criterion', findingPage(t, who, criterion, form))
      try {
        await write(who, work => writeFinding(work, application, item, data))
      } catch (refusal) {
        if (!(refusal instanceof Stale)) throw refusal
        return showBoth(req, res, who)
      }
      flash(res, t('appraisals.saved', { code: item.code }))
      const following = criteriaAskedBy(framework, application.kind)
      const next = data.then === 'next' ? following[following.findIndex(({ id }) => id === item.id) + 1] : item
      res.redirect(303, `/applications/${application.id}/appraisal${next ? `/${next.code}` : ''}`)
    }),
  ]

  /** Sent twice, the second time after all are given: null, and the page shows what became of the first. */
  async function findOpen(who: Actor, permission: ApplicationPermission, id: string): Promise<Case | null> {
    const application = await findApplication(db, who, 'appraisal.read', id)
    if (can(who, permission, application)) return application
    if (seatOf(who, application)?.hasGivenAll) return null
    throw new MoveRefused('give', application.status)
  }

  async function readingOf(who: Actor, application: Case): Promise<Reading> {
    return {
      application,
      framework: await frameworkVersion(db, application.frameworkVersionId),
      summary: await frozenSummary(db, application),
      promised: await promisedBefore(db, who, application, dayOf(clock.now())),
      findings: await findingsOf(db, seatOf(who, application)!),
      given: can(who, 'meeting.read', application) ? await findingsGivenOn(db, application) : null,
    }
  }

  async function oneCriterion(
    who: Actor,
    permission: ApplicationPermission,
    { params }: Request<{ id: string; code: string }>,
  ): Promise<OneCriterion> {
    const application = await findApplication(db, who, permission, params.id)
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    const item = criteriaAskedBy(framework, application.kind).find(({ code }) => code === params.code)
    if (!item) throw new NotFound()
    const submission = await latestSubmission(db, application)
    const whole = submission && (await frozenAnswer(db, submission, item.id))
    const held = await evidenceHeld(db, whole?.evidence.map(({ id }) => id) ?? [])
    const copy = whole && withoutUncovered(who, application, whole, held)
    const pieces = copy?.evidence.map(({ id }) => id) ?? []
    return {
      application,
      framework,
      item,
      copy,
      submissionId: submission?.id ?? null,
      files: submission ? await frozenFiles(db, submission, pieces) : [],
      held,
      questions: await questionsOn(db, application, item.id),
      lastFinding: await lastAgreedOn(db, application, item.id),
      findings: await findingsOf(db, seatOf(who, application)!),
    }
  }

  async function recordReading(who: Actor, { application, submissionId }: OneCriterion): Promise<void> {
    const { id: applicationId, organisationId } = application
    await write(who, work =>
      recordLook(work, { what: 'submission', thingId: submissionId ?? applicationId, organisationId, applicationId }),
    )
  }

  /** What was typed, ready to be saved again, beside what was saved meanwhile: neither is lost. */
  async function showBoth(req: Request<{ id: string; code: string }>, res: Response, who: Actor): Promise<void> {
    const now = await oneCriterion(who, 'appraisal.read', req)
    const version = now.findings.find(({ itemId }) => itemId === now.item.id)?.version ?? 0
    page(
      res.status(409),
      'appraisal/findings/criterion',
      findingPage(
        res.locals.t,
        who,
        now,
        { values: { ...valuesIn(req.body), version: String(version) }, errors: [] },
        true,
      ),
    )
  }
}
