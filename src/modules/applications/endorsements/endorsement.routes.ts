import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { localEndorsement } from '../../../domain/endorsement.ts'
import { itemById } from '../../../domain/framework.ts'
import { englishNameOf, hasEnded, type PartnerDetails } from '../../../domain/partner.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { partnersLookup, partnersOf, personalDetailsInText } from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { askAgain, askForEndorsement, cancelEndorsement } from './endorsement.actions.ts'
import { askForm, type PartnerChoice } from './endorsement.forms.ts'
import { endorsementsPage, type EndorsementsShown } from './endorsement.pages.ts'
import {
  endorsementsIn,
  findEndorsement,
  sharedTextFrom,
  sharedTextLookups,
  type EndorsementSubject,
} from './endorsement.store.ts'

export const endorsementRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/endorsements', 'answer.read', async (req, res, permission) => {
    const reading = { db: parts.db, actor: actorOf(res), today: res.locals.today }
    const subject = await findSubject({ ...reading, permission, params: req.params })
    page(res, 'applications/endorsements/list', endorsementsPage(res.locals.t, await shownTo(reading, subject)))
  }),

  submitForm(parts, {
    path: '/applications/:id/endorsements',
    permission: 'endorsement.ask',
    load: async asking => {
      const subject = await findSubject(asking)
      const partners = await partnersOf(asking.db, { id: subject.application.organisationId })
      return { ...subject, partners: partnersToAsk(partners, asking.today) }
    },
    form: ({ t }, { partners }, values) => askForm(t, partners, values),
    act: (work, subject, { data }) => askForEndorsement(work, subject, data),
    done: (t, { application }, { data }) => ({
      address: addressOf(application),
      notice: t('endorsements.ask.done', { group: data.group }),
    }),
    redraw: async (asking, subject, form) =>
      show('applications/endorsements/list', endorsementsPage(asking.t, await shownTo(asking, subject), form)),
  }),

  submitForm(parts, {
    path: '/applications/:id/endorsements/:endorsementId/resending',
    permission: 'endorsement.ask',
    load: findOne,
    act: (work, subject) => askAgain(work, subject, subject.endorsement),
    done: (t, { application, endorsement: { group } }) => ({
      address: addressOf(application),
      notice: t('endorsements.ask.done', { group }),
    }),
  }),

  submitForm(parts, {
    path: '/applications/:id/endorsements/:endorsementId/cancellation',
    permission: 'endorsement.ask',
    load: findOne,
    act: (work, subject) => cancelEndorsement(work, subject, subject.endorsement),
    done: (t, { application, endorsement: { group } }) => ({
      address: addressOf(application),
      notice: t('endorsements.cancel.done', { group }),
    }),
  }),
]

const addressOf = ({ id }: ApplicationRecord): string => `/applications/${id}/endorsements`

type Asked = Pick<FormRequest, 'db' | 'actor'> & { permission: 'answer.read' | 'endorsement.ask' }

/**
 * @throws as `findApplication` does
 * @throws NotFound when the criteria do not ask for an endorsement
 */
async function findSubject({
  db,
  actor,
  permission,
  params,
}: Asked & { params: { id: string } }): Promise<EndorsementSubject> {
  const application = await findApplication(db, actor, permission, params.id)
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const item = itemById(framework, localEndorsement)
  if (!item?.askedIn.includes(application.kind)) throw new NotFound()
  return { application, framework, item }
}

async function findOne(asked: Asked & { params: { id: string; endorsementId: string } }) {
  const subject = await findSubject(asked)
  return { ...subject, endorsement: await findEndorsement(asked.db, subject.application, asked.params.endorsementId) }
}

/** The partners that the library still works with. */
const partnersToAsk = (partners: readonly PartnerDetails[], today: Day): PartnerChoice[] =>
  partners
    .filter(partner => !hasEnded(partner, today))
    .map(partner => ({ id: partner.id, name: englishNameOf(partner) }))

async function shownTo(
  { db, actor, today }: { db: Db | Tx; actor: Actor; today: Day },
  subject: EndorsementSubject,
): Promise<EndorsementsShown> {
  const { application, framework } = subject
  const { endorsements, partners, ...found } = await runLookups(db, {
    endorsements: endorsementsIn(db, application.id),
    partners: partnersLookup(db, application.organisationId),
    ...sharedTextLookups(db, application, framework),
  })
  const shared = sharedTextFrom(application, found)
  const library = { id: application.organisationId, name: application.organisationName }
  return {
    ...subject,
    endorsements,
    partners: partnersToAsk(partners, today),
    mayAsk: can(actor, 'endorsement.ask', application),
    shared,
    found: await personalDetailsInText(db, actor, library, [
      { where: 'pledge', text: shared.pledge },
      { where: 'plan', text: shared.plan },
      ...shared.targets.map(({ body }) => ({ where: 'targets', text: body })),
    ]),
    today,
  }
}
