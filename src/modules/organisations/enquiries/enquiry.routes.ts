import { runLookup } from '../../../db/lookups.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import type { Form } from '../../../web/form.ts'
import { networkOf } from '../../../web/limits.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { confirmPassword } from '../../access/access.public.ts'
import { registerForm } from '../organisations/organisation.forms.ts'
import { likelyDuplicates, type LikelyDuplicate } from '../organisations/likely-duplicate.store.ts'
import { receiveEnquiry, refuseEnquiry, registerEnquiry } from './enquiry.actions.ts'
import { applyForm, refusalForm } from './enquiry.forms.ts'
import { applyPage, enquiriesAddress, enquiryList, enquiryPage, formOfEnquiry } from './enquiry.pages.ts'
import { refusalPage, sentPage } from './enquiry.pages.ts'
import { enquiryLines, findEnquiry } from './enquiry.store.ts'

const linesOnAPage = 50

export const enquiryRoutes = (parts: Parts): Route[] => [...publicRoutes(parts), ...coordinatorRoutes(parts)]

/**
 * The public form for organisations that would like to apply. Its response is the same whether or not the organisation
 * is known.
 */
const publicRoutes = (parts: Parts): Route[] => [
  get('/apply', 'nothing', (_req, res) => page(res, 'organisations/enquiries/apply', applyPage(res.locals.t))),

  {
    ...applying(parts, ''),
    handle: (req, res) => applying(parts, networkOf(req.ip)).handle(req, res),
  },

  get('/apply/sent', 'nothing', (_req, res) => page(res, 'organisations/enquiries/sent', sentPage(res.locals.t))),
]

/** @param network the visitor's network, to which the limit applies */
const applying = (parts: Parts, network: string): Route =>
  submitForm(parts, {
    path: '/apply',
    permission: 'nothing',
    load: async () => null,
    form: ({ t }) => applyForm(t),
    act: (work, _about, { data }) => receiveEnquiry(work, data, network),
    done: () => ({ address: '/apply/sent' }),
    redraw: ({ t }, _about, form) => show('organisations/enquiries/apply', applyPage(t, form)),
  })

const coordinatorRoutes = (parts: Parts): Route[] => [
  get('/enquiries', 'enquiries.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const shown = queryText(req, 'show') === 'answered' ? 'answered' : 'waiting'
    const after = placeAfter(req, 'askedAt', 'id')
    const found = await runLookup(parts.db, enquiryLines(parts.db, { show: shown, after, limit: linesOnAPage + 1 }))
    const { lines, next } = pageOf(found, linesOnAPage, enquiriesAddress(shown), ({ askedAt, id }) => ({ askedAt, id }))
    page(res, 'organisations/enquiries/list', enquiryList(res.locals.t, { lines, next, show: shown }))
  }),

  get('/enquiries/:id', 'enquiries.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const enquiry = await findEnquiry(parts.db, req.params.id)
    const duplicates = enquiry.status === 'waiting' ? await likelyDuplicates(parts.db, enquiry) : []
    const registering = {
      form: formOfEnquiry(enquiry),
      isConfirmed: isConfirmed(res.locals.signIn, parts.clock.now()),
      duplicates: duplicates.length > 0 ? duplicates : null,
    }
    const view = enquiryPage(res.locals.t, enquiry, enquiry.status === 'waiting' ? registering : null)
    page(res, 'organisations/enquiries/show', view)
  }),

  submitForm(parts, {
    path: '/enquiries/:id',
    permission: 'enquiries.manage',
    load: async ({ db, actor, permission, params }) => {
      allow(actor, permission)
      return findEnquiry(db, params.id)
    },
    confirm: () => confirmPassword(parts), // asks for the password, because registering also invites the lead
    form: ({ t }) => registerForm(t),
    check: {
      ask: async ({ db, t }, { status }, { data, received }) => {
        // after a colleague has registered the organisation, the search would find it
        const found = data.anyway || status !== 'waiting' ? [] : await likelyDuplicates(db, data)
        return found.length === 0
          ? { answer: null }
          : { form: unticked(t, valuesIn(received.body)), question: found as readonly LikelyDuplicate[] }
      },
      again: () => null,
    },
    act: (work, enquiry, { data }) => registerEnquiry(work, enquiry, data),
    done: (t, _about, { data, result: id }) => ({
      address: `/organisations/${id}`,
      notice: t('organisations.register.done', { name: data.name, lead: data.leadName }),
    }),
    redraw: async ({ db, t, isConfirmed }, enquiry, form, asked) => {
      const found = asked ?? (await likelyDuplicates(db, enquiry))
      const duplicates = found.length > 0 ? found : null
      return show('organisations/enquiries/show', enquiryPage(t, enquiry, { form, isConfirmed, duplicates }))
    },
  }),

  get('/enquiries/:id/refusal', 'enquiries.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const enquiry = await findEnquiry(parts.db, req.params.id)
    if (enquiry.status !== 'waiting') throw new Stale()
    page(res, 'organisations/enquiries/refuse', refusalPage(res.locals.t, enquiry))
  }),

  submitForm(parts, {
    path: '/enquiries/:id/refusal',
    permission: 'enquiries.manage',
    load: async ({ db, actor, permission, params }) => {
      allow(actor, permission)
      return findEnquiry(db, params.id)
    },
    form: ({ t }) => refusalForm(t),
    act: (work, enquiry, { data }) => refuseEnquiry(work, enquiry, data),
    done: (t, _about, { data }) => ({ address: '/enquiries', notice: t(`enquiries.refuse.done.${data.answer}`) }),
    redraw: ({ t }, enquiry, form) => show('organisations/enquiries/refuse', refusalPage(t, enquiry, form)),
  }),
]

/** The form as sent, with an error that asks the person to confirm that the organisation is not a duplicate. */
const unticked = (t: T, values: Form['values']): Form => ({
  values,
  errors: [{ field: 'anyway', message: t('enquiries.register.known.missing') }],
})
