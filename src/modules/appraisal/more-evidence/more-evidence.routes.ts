import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationMove } from '../../../domain/application.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { autosavedForm } from '../../../web/autosave.ts'
import { typingIn, type Entered } from '../../../web/autosaved-page.ts'
import { staleForm } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest, type TemplateView } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { moveReasonsLookup, movesOfferedTo, panelNamesCheck } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { askMoreEvidence, returnToPanel } from './more-evidence.actions.ts'
import { moreEvidenceFields, moreEvidenceForm, returnToPanelForm } from './more-evidence.forms.ts'
import {
  asksReason,
  moreEvidencePage,
  moreEvidenceShown,
  returnToPanelPage,
  type MoreEvidence,
  type ToTakeUp,
} from './more-evidence.pages.ts'

export const moreEvidenceRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/more-evidence', 'more_evidence.ask', async (req, res, permission) => {
    const { t, today } = res.locals
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const about = await moreEvidenceOn(parts.db, { actor, application, move: 'askMore', at: parts.clock.now() })
    const { view, model } = await pageToAsk({ db: parts.db, actor, t, today }, about, null)
    page(res, view, model)
  }),

  ...autosavedForm(
    parts,
    {
      path: '/applications/:id/more-evidence',
      permission: 'more_evidence.ask',
      load: async ({ db, actor, permission, params, at }) => {
        const application = await findApplication(db, actor, permission, params.id)
        return moreEvidenceOn(db, { actor, application, move: 'askMore', at })
      },
      form: ({ t, today }, { application, framework }) =>
        moreEvidenceForm(
          t,
          today,
          criteriaAskedBy(framework, application.kind).map(({ id }) => id),
        ),
      check: panelNamesCheck(['reasons']),
      act: (work, { application }, { data }) => askMoreEvidence(work, application, data),
      done: (t, { application }) => ({
        address: `/applications/${application.id}`,
        notice: t('more_evidence.done', { organisation: application.organisationName }),
      }),
      redraw: (asking, about, form) => pageToAsk(asking, about, { form, isStale: false }),
      redrawStale: (asking, about, form) =>
        pageToAsk(asking, about, { form: staleForm(asking.t, form), isStale: true }),
    },
    {
      fields: moreEvidenceFields,
      address: askAddress,
      record: async () => ({ version: 0, editing: null }),
    },
  ),

  get('/applications/:id/take-up', 'application.take_up', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    const about = await toTakeUp(parts.db, { actor: actorOf(res), application, at: parts.clock.now() })
    page(res, 'appraisal/more-evidence/take-up', returnToPanelPage(res.locals.t, actorOf(res), about))
  }),

  submitForm(parts, {
    path: '/applications/:id/take-up',
    permission: 'application.take_up',
    load: async ({ db, actor, permission, params, at }) => {
      const application = await findApplication(db, actor, permission, params.id)
      return toTakeUp(db, { actor, application, at })
    },
    form: ({ t }, { application }) => returnToPanelForm(t, asksReason(application)),
    act: (work, { application }, { data }) => returnToPanel(work, application, data.reason),
    done: (t, { application }) => ({
      address: `/applications/${application.id}`,
      notice: t('more_evidence.take_up.done', { organisation: application.organisationName }),
    }),
    redraw: ({ t, actor }, about, form) =>
      show('appraisal/more-evidence/take-up', returnToPanelPage(t, actor, about, form)),
  }),
]

const askAddress = ({ application }: MoreEvidence): string => `/applications/${application.id}/more-evidence`

async function pageToAsk(
  asking: Pick<FormRequest, 'db' | 'actor' | 'today' | 't'>,
  about: MoreEvidence,
  entered: Entered | null,
): Promise<TemplateView> {
  const typing = await typingIn(asking.db, asking, askAddress(about))
  const shown = moreEvidenceShown(typing, entered)
  return show('appraisal/more-evidence/ask', moreEvidencePage(asking.t, about, { shown, typing }))
}

/** @throws MoveRefused when the actor cannot return the application to its panel now */
async function toTakeUp(
  db: Db | Tx,
  asking: { actor: Actor; application: ApplicationRecord; at: Instant },
): Promise<ToTakeUp> {
  const about = await moreEvidenceOn(db, { ...asking, move: 'takeUp' })
  const reasons = await runLookup(db, moveReasonsLookup(db, asking.application))
  return { ...about, request: reasons.find(({ move }) => move === 'askMore') ?? null }
}

/** @throws MoveRefused when the actor cannot make this move now */
async function moreEvidenceOn(
  db: Db | Tx,
  {
    actor,
    application,
    move,
    at,
  }: { actor: Actor; application: ApplicationRecord; move: ApplicationMove; at: Instant },
): Promise<MoreEvidence> {
  const offer = (await movesOfferedTo(db, actor, application, { at })).find(each => each.move === move)
  if (!offer || offer.unmet.length > 0) throw new MoveRefused(move, application.status, offer?.unmet)
  return { application, framework: await frameworkVersion(db, application.frameworkVersionId) }
}
