import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import { addNote } from './note.actions.ts'
import { noteForm } from './note.forms.ts'
import { notesPage } from './note.pages.ts'
import { notesOf } from './note.store.ts'

/** The charity team's notes about an organisation. Members of the organisation get a page that says "not found". */
export const noteRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/notes', 'organisation_note.read', async (req, res, permission) => {
    const organisation = await findHidden(parts.db, actorOf(res), permission, req.params.id)
    const mayWrite = can(actorOf(res), 'organisation_note.write', organisation)
    const notes = await notesOf(parts.db, organisation)
    page(res, 'organisations/notes/list', notesPage(res.locals.t, { organisation, notes, mayWrite }))
  }),

  submitForm(parts, {
    path: '/organisations/:id/notes',
    permission: 'organisation_note.write',
    load: ({ db, actor, permission, params }) => findHidden(db, actor, permission, params.id),
    form: ({ t }) => noteForm(t),
    act: (work, organisation, { data }) => addNote(work, organisation, data.body),
    done: (t, { id }) => ({ address: `/organisations/${id}/notes`, notice: t('organisations.notes.done') }),
    redraw: async ({ db, t }, organisation, form) => {
      const notes = await notesOf(db, organisation)
      return show('organisations/notes/list', notesPage(t, { organisation, notes, mayWrite: true }, form))
    },
  }),
]

/**
 * @throws NotFound for members, so that they do not learn of the notes; Forbidden for people who can read notes but not
 * add them
 */
async function findHidden(
  db: Db | Tx,
  actor: Actor,
  permission: 'organisation_note.read' | 'organisation_note.write',
  id: string,
): Promise<Organisation> {
  const organisation = await findOrganisation(db, actor, 'organisation.know', id)
  if (!can(actor, 'organisation_note.read', organisation)) throw new NotFound()
  if (!can(actor, permission, organisation)) throw new Forbidden(permission)
  return organisation
}
