import type { z } from 'zod'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { formOf, staleForm, type Form } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { panelNamesCheck, submittedRatingLookup } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { givenFindings } from '../findings/finding.store.ts'
import { meetingsAbout } from '../panel-meetings/panel-meeting.store.ts'
import { sentBackReason } from '../proposals/proposal.store.ts'
import { recordAgreed, recordUnanimous } from './meeting.actions.ts'
import { agreedForm, copyForm, copyWords, unanimousForm } from './meeting.forms.ts'
import {
  agreedPage,
  formWithWords,
  meetingPage,
  wordsToCopy,
  type CriterionAtMeeting,
  type Meeting,
} from './meeting.pages.ts'
import { agreedFindings, lastAgreedOn } from './meeting.store.ts'

export const meetingRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/meeting', 'meeting.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const meeting = await meetingOn(parts.db, actor, await findApplication(parts.db, actor, permission, req.params.id))
    page(res, 'appraisal/meetings/meeting', meetingPage(res.locals.t, actor, meeting, res.locals.today))
  }),

  submitForm(parts, {
    path: '/applications/:id/meeting/agreement',
    permission: 'agreed_finding.write',
    load: async ({ db, actor, permission, params, t }) => {
      const application = await findApplication(db, actor, permission, params.id)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      return { application, framework, reason: t('meetings.unanimous.reason') }
    },
    form: () => unanimousForm,
    act: (work, { application, framework, reason }, { data }) =>
      recordUnanimous(work, application, framework, { reason, usesWords: data.words }),
    done: (t, { application }, { result }) => ({
      address: `/applications/${application.id}/meeting`,
      notice: noticeOfUnanimous(t, result),
    }),
  }),

  get('/applications/:id/meeting/:code', 'meeting.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const criterion = await criterionAtMeeting(parts.db, actor, permission, req.params)
    page(res, 'appraisal/meetings/agreed', agreedPage(res.locals.t, actor, criterion))
  }),

  submitForm(parts, {
    path: '/applications/:id/meeting/:code',
    permission: 'agreed_finding.write',
    load: ({ db, actor, permission, params }) => criterionAtMeeting(db, actor, permission, params),
    form: ({ t }, criterion, values) => formSent(t, criterion, values),
    check: {
      ...namesCheck,
      // Copying words shows the form again, and saves nothing.
      ask: async (asking, criterion, sent) =>
        sent.data.then === copyWords
          ? { form: formWithWords(criterion, formOf(valuesIn(sent.received.body)), sent.data.words), question: null }
          : namesCheck.ask(asking, criterion, sent),
      addTo: async (asking, criterion, form) =>
        form.values['then'] === copyWords ? form : ((await namesCheck.addTo?.(asking, criterion, form)) ?? form),
    },
    act: async (work, { application, item }, { data }) => {
      if (data.then === 'record') await recordAgreed(work, application, item, data)
    },
    done: (t, { application, item }) => ({
      address: `/applications/${application.id}/meeting`,
      notice: t('meetings.agreed.saved', { code: item.code }),
    }),
    redraw: ({ t, actor }, criterion, form) =>
      show('appraisal/meetings/agreed', agreedPage(t, actor, criterion, { form, isStale: false })),
    redrawStale: ({ t, actor }, criterion, form) =>
      show('appraisal/meetings/agreed', agreedPage(t, actor, criterion, { form: staleForm(t, form), isStale: true })),
  }),
]

type AgreedSent = ReturnType<typeof agreedForm> | ReturnType<typeof copyForm>

const formSent = (t: T, criterion: CriterionAtMeeting, { then }: Form['values']): AgreedSent =>
  then === copyWords
    ? copyForm(
        t,
        wordsToCopy(criterion).map(({ value }) => value),
      )
    : agreedForm(t, criterion.framework)

const namesCheck = panelNamesCheck<CriterionAtMeeting, z.output<AgreedSent>>(['reason'], {
  savedIn: async (_asking, { agreed, item }) => ({
    reason: agreed.find(({ itemId }) => itemId === item.id)?.reason ?? '',
  }),
})

function noticeOfUnanimous(t: T, { recorded, leftOut }: Awaited<ReturnType<typeof recordUnanimous>>): string {
  const done = t('meetings.unanimous.done', { count: recorded })
  if (leftOut.length === 0) return done
  const notDone = t('meetings.unanimous.left', { count: leftOut.length, codes: list(t, leftOut) })
  return recorded === 0 ? notDone : `${done} ${notDone}`
}

async function meetingOn(db: Db | Tx, actor: Actor, application: ApplicationRecord): Promise<Meeting> {
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const { meetings, ...found } = await runLookups(db, {
    ...meetingLookups(db, actor, application),
    sentBackReason: sentBackReason(db, application.id),
  })
  return { application, framework, ...found, meetings: meetings ?? [] }
}

const meetingLookups = (db: Db | Tx, actor: Actor, application: ApplicationRecord) => ({
  given: givenFindings(db, application.id),
  agreed: agreedFindings(db, application.id),
  meetings: can(actor, 'agenda_item.follow', application) ? meetingsAbout(db, application.id) : null,
})

async function criterionAtMeeting(
  db: Db | Tx,
  actor: Actor,
  permission: 'meeting.read' | 'agreed_finding.write',
  { id, code }: { id: string; code: string },
): Promise<CriterionAtMeeting> {
  const application = await findApplication(db, actor, permission, id)
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const item = criteriaAskedBy(framework, application.kind).find(each => each.code === code)
  if (!item) throw new NotFound()
  const { meetings, ...found } = await runLookups(db, {
    ...meetingLookups(db, actor, application),
    ownRating: submittedRatingLookup(db, application, item.id),
    lastFinding: lastAgreedOn(db, application, item.id),
  })
  return { application, framework, item, ...found, meetings: meetings ?? [] }
}
