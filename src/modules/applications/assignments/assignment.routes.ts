import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { assignItem, assignItems } from './assignment.actions.ts'
import { assignmentForm, assignmentsForm } from './assignment.forms.ts'
import { assignmentPage, assignmentsPage, withoutChangedItems } from './assignment.pages.ts'
import { findAssignment, findAssignments } from './assignment.store.ts'

const ofItem = '/applications/:id/criteria/:code/assignment'
const ofAll = '/applications/:id/assignments'

export const assignmentRoutes = (parts: Parts): Route[] => [
  get(ofItem, 'answer.write', async (req, res, permission) => {
    const it = await findAssignment(parts.db, { actor: actorOf(res), permission, ...req.params, at: parts.clock.now() })
    page(res, 'applications/assignments/one', assignmentPage(res.locals.t, it))
  }),

  submitForm(parts, {
    path: ofItem,
    permission: 'answer.write',
    load: ({ db, actor, permission, params, at }) => findAssignment(db, { actor, permission, ...params, at }),
    form: ({ t, today }, { offered, before, lastDay }) =>
      assignmentForm(t, { people: offered.map(({ id }) => id), today, lastDay, dueOn: before?.dueOn ?? null }),
    act: (work, it, { data }) => assignItem(work, { ...it, itemId: it.item.id }, data),
    done: (t, { application, item, offered }, { data }) => ({
      address: `/applications/${application.id}/criteria/${item.code}`,
      notice: data.person
        ? t('assignments.one.saved', { name: offered.find(({ id }) => id === data.person)?.name ?? '' })
        : t('assignments.one.freed'),
    }),
    redraw: ({ t }, it, form) => show('applications/assignments/one', assignmentPage(t, it, form)),
  }),

  get(ofAll, 'assignment.manage', async (req, res, permission) => {
    const it = await findAssignments(parts.db, {
      actor: actorOf(res),
      permission,
      ...req.params,
      at: parts.clock.now(),
    })
    page(res, 'applications/assignments/many', assignmentsPage(res.locals.t, it))
  }),

  submitForm(parts, {
    path: ofAll,
    permission: 'assignment.manage',
    load: ({ db, actor, permission, params, at }) => findAssignments(db, { actor, permission, ...params, at }),
    form: ({ t, today }, { colleagues, items, lastDay }) =>
      assignmentsForm(t, {
        people: colleagues.map(({ id }) => id),
        items: items.map(({ id }) => id),
        today,
        lastDay,
      }),
    act: (work, it, { data }) => assignItems(work, it, data),
    done: (t, { application, colleagues }, { data }) => ({
      address: `/applications/${application.id}`,
      notice: t('assignments.done', {
        count: data.items.length,
        name: colleagues.find(({ id }) => id === data.person)?.name ?? '',
      }),
    }),
    redraw: ({ t }, it, form) => show('applications/assignments/many', assignmentsPage(t, it, form)),
    redrawStale: ({ t }, it, form) =>
      show('applications/assignments/many', assignmentsPage(t, it, withoutChangedItems(t, it, form))),
  }),
]
