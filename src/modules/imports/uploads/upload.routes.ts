import { importKinds, templateHeadings, type ImportKind } from '../../../domain/import-columns.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { csv } from '../../../files/csv.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { nameParameters } from '../../../web/downloads.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { newestImports } from '../imports/import.store.ts'
import { checkFile, countFile, keepCheckedFile, mostFileBytes, type CheckedFile } from './upload.actions.ts'
import { uploadForm } from './upload.forms.ts'
import { importList, uploadPage, whyNotImported } from './upload.pages.ts'

const linesOnAPage = 25

export const uploadRoutes = (parts: Parts): Route[] => [
  get('/imports', 'imports.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const found = await newestImports(parts.db, placeAfter(req, 'madeAt', 'id'), linesOnAPage + 1)
    const { lines, next } = pageOf(found, linesOnAPage, '/imports', ({ madeAt, id }) => ({ madeAt, id }))
    page(res, 'imports/uploads/list', importList(res.locals.t, lines, next))
  }),

  get('/imports/templates/:kind', 'imports.manage', (req, res, permission) => {
    allow(actorOf(res), permission)
    const kind = kindOf(req.params.kind)
    res.set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; ${nameParameters(`${kind}.csv`)}`,
    })
    res.send(csv([templateHeadings(kind)]))
  }),

  get('/imports/new/:kind', 'imports.manage', (req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'imports/uploads/new', uploadPage(res.locals.t, kindOf(req.params.kind)))
  }),

  submitForm(parts, {
    path: '/imports/new/:kind',
    permission: 'imports.manage',
    load: async ({ actor, permission, params }) => {
      allow(actor, permission)
      return kindOf(params.kind)
    },
    files: { name: 'file', most: 1, limit: mostFileBytes, only: ['CSV', 'XLSX'] },
    form: ({ t }) => uploadForm(t),
    check: {
      // The file is read before the transaction starts, and `act` receives the result.
      ask: async ({ t, actor, today }, kind, { received }) => {
        await parts.write(actor, countFile)
        const read = await checkFile(parts.db, { actor, today }, kind, received)
        if (!('is' in read)) return { answer: read }
        return { form: withError(received.body, { field: 'file', message: whyNotImported(t, read) }), question: null }
      },
      again: () => null,
    },
    act: (work, kind, { answer }) => keepCheckedFile(work, kind, answer as CheckedFile),
    done: (_t, _kind, { result: id }) => ({ address: `/imports/${id}` }),
    redraw: ({ t }, kind, form) => show('imports/uploads/new', uploadPage(t, kind, form)),
  }),
]

/** @throws NotFound when there is no such kind of import */
function kindOf(text: string): ImportKind {
  const kind = importKinds.find(each => each === text)
  if (!kind) throw new NotFound()
  return kind
}
