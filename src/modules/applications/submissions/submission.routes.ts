import { branchesOf, organisationOf, teamOf } from '../../organisations/organisations.public.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Response } from 'express'
import { lookUp } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isOpen } from '../../../domain/application.ts'
import { isCovered } from '../../../domain/consent.ts'
import { dayOf } from '../../../domain/time.ts'
import { mayOpen, withoutUncovered } from '../../../domain/readable-evidence.ts'
import type { Parts } from '../../../parts.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { answerFactsOf, answersOf, evidenceUsedBy, itemsTouchedSince } from '../answers/answer.store.ts'
import { evidenceCardsOf, personalDetailsInText, partnershipsIn } from '../../evidence/evidence.public.ts'
import { frameworkVersion, roundTaking } from '../../frameworks/frameworks.public.ts'
import { recordView } from '../../../history/record.ts'
import { recommendationsWithContext } from '../recommendations/recommendation.store.ts'
import { frozenPage } from './frozen-copy.pages.ts'
import { submitApplication } from './submission.actions.ts'
import { submitFormFull, submitLightForm } from './submission.forms.ts'
import { isWrittenOnOnePage } from './renewal-check.pages.ts'
import { checkAnswers, missingLinks, receiptPage, type ToCheck } from './submission.pages.ts'
import { evidenceSubjects, findSubmission, frozenCopy, submissionsOf } from './submission.store.ts'

export function submissionRoutes({ db, write, clock }: Parts): Route[] {
  return [
    get('/applications/:id/submission', 'application.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const isLibrary = membershipsIn(actor, application.organisationId).length > 0
      if (isLibrary && isOpen(application))
        return page(
          res,
          'applications/submissions/check',
          checkAnswers(res.locals.t, actor, await toCheck(actor, application)),
        )
      await showLatest(res, application, isLibrary)
    }),

    post('/applications/:id/submission', 'application.submit', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const onOnePage = isWrittenOnOnePage(application)
      const { data, form } = parseForm(onOnePage ? submitLightForm(t) : submitFormFull(t), req.body)
      const asIs = isOpen(application) ? await toCheck(actor, application) : null
      if (asIs && (form || missingLinks(t, asIs).length > 0 || !asIs.roundIsOpen))
        return page(res.status(422), 'applications/submissions/check', checkAnswers(t, actor, asIs, form ?? undefined))
      const done = await write(actor, work =>
        claimKey(work, data?.idempotencyKey ?? '', () => submitApplication(work, application.id, !onOnePage)),
      )
      res.redirect(303, done)
    }),

    get('/applications/:id/submissions/:n', 'submission.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const submission = await findSubmission(db, application, req.params.n)
      const whole = await frozenCopy(db, submission)
      const held = await evidenceSubjects(
        db,
        whole.evidence.map(({ id }) => id),
      )
      const copy = withoutUncovered(actor, application, whole, held)
      if (membershipsIn(actor, application.organisationId).length === 0) {
        const look = {
          what: 'submission',
          entityId: submission.id,
          organisationId: application.organisationId,
          applicationId: application.id,
        } as const
        await write(actor, work => recordView(work, look))
      }
      page(
        res,
        'applications/submissions/show',
        frozenPage(res.locals.t, actor, {
          application,
          framework: await frameworkVersion(db, application.frameworkVersionId),
          submission,
          copy,
          held,
        }),
      )
    }),
  ]

  async function showLatest(res: Response, application: ApplicationRecord, isLibrary: boolean): Promise<void> {
    const { t } = res.locals
    const all = await submissionsOf(db, application)
    const submission = all.at(-1)
    const back = { text: t('submissions.receipt.back'), href: `/applications/${application.id}` }
    if (!submission) return page(res, 'applications/submissions/none', { title: t('submissions.none.title'), back })
    if (!isLibrary) return res.redirect(303, `/applications/${application.id}/submissions/${submission.number}`)
    page(
      res,
      'applications/submissions/receipt',
      receiptPage(t, {
        application,
        framework: await frameworkVersion(db, application.frameworkVersionId),
        submission,
        copy: await frozenCopy(db, submission),
        all,
      }),
    )
  }

  async function toCheck(actor: Actor, application: ApplicationRecord): Promise<ToCheck> {
    const organisation = await organisationOf(db, application)
    const used = await evidenceUsedBy(db, application)
    const ids = [...new Set([...used.values()].flat())]
    const held = await evidenceSubjects(db, ids)
    const titleOf = new Map(
      (
        await evidenceCardsOf(
          db,
          ids.filter(id => mayOpen(actor, application, held.get(id))),
        )
      ).map(({ id, title }) => [id, title]),
    )
    const touched =
      application.status === 'more evidence asked'
        ? await itemsTouchedSince(db, application, application.statusSince, dayOf(clock.now()))
        : new Set<string>()
    const team = await teamOf(db, organisation)
    const answers = await answersOf(db, application)
    return {
      application,
      framework: await frameworkVersion(db, application.frameworkVersionId),
      answers,
      found: await personalDetailsInText(db, actor, organisation, [
        { where: 'summary', text: application.summary ?? '' },
        ...answers.map(({ itemId, narrative }) => ({ where: itemId, text: narrative })),
      ]),
      facts: await answerFactsOf(db, application, dayOf(clock.now())),
      recommendations: (await recommendationsWithContext(db, application)).filter(
        ({ applicationId }) => applicationId !== application.id,
      ),
      used,
      titles: new Map(
        [...used].map(([item, evidenceItems]) => [
          item,
          evidenceItems.map(id => titleOf.get(id)).filter(title => title !== undefined),
        ]),
      ),
      branches: (await branchesOf(db, organisation))
        .filter(({ id }) => application.scope.includes(id))
        .map(({ name }) => name),
      contacts: {
        leads: team.filter(({ role, isActive }) => role === 'lead' && isActive),
        mailbox: organisation.roleMailbox,
      },
      withoutConsent: [...used]
        .filter(([, evidenceItems]) => evidenceItems.some(id => held.has(id) && !isCovered(held.get(id)!, actor.today)))
        .map(([item]) => item),
      partners: await lookUp(db, partnershipsIn(db, application)),
      untouched: application.criteriaAsked.filter(id => !touched.has(id)),
      roundIsOpen:
        application.kind !== 'first' ||
        application.status !== 'draft' ||
        (await roundTaking(db, application.streamId, clock.now())) !== null,
    }
  }
}
