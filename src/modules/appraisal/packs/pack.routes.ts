import type { Response } from 'express'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import { typeset } from '../../../files/typeset.ts'
import { zipInto } from '../../../files/zip.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders, sendOrCutOff } from '../../../web/downloads.ts'
import { emptyForm } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { dayAndTime } from '../../../words/format.ts'
import { type ApplicationRecord, confirmPassword, findApplication } from '../../access/access.public.ts'
import { lastSubmissionToRead } from '../../applications/applications.public.ts'
import { countExport } from '../../evidence/evidence.public.ts'
import { decisionCaseOf } from '../decisions/decision.routes.ts'
import { minutesAbout } from '../minutes/minutes.store.ts'
import { visitNotesOn } from '../visits/visit.store.ts'
import { addEvidence, packedEvidence, recordPack } from './pack.actions.ts'
import { packDocument, packPage, packPaper, type PackedCase } from './pack.pages.ts'

/** The decision pack of an application, for its readers at the charity. */
export const packRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/pack', 'pack.read', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'appraisal/packs/pack', packPage(res.locals.t, application, emptyForm, isConfirmedIn(parts, res)))
  }),

  submitForm(parts, {
    path: '/applications/:id/pack',
    permission: 'pack.read',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    confirm: () => confirmPassword(parts),
    act: async () => undefined,
    done: (_t, { id }) => ({ address: `/applications/${id}/pack` }),
    redraw: ({ t }, application, form) => show('appraisal/packs/pack', packPage(t, application, form, false)),
  }),

  get('/applications/:id/pack.pdf', 'pack.read', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    if (!isConfirmedIn(parts, res)) return res.redirect(303, `/applications/${application.id}/pack`)
    const packed = await packedCase(parts, res, application)
    res
      .set(downloadHeaders('application/pdf', fileName(parts, res, packed, 'pdf')))
      .send(await pdfOf(parts, res, packed))
  }),

  get('/applications/:id/pack.zip', 'pack.read', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    if (!isConfirmedIn(parts, res)) return res.redirect(303, `/applications/${application.id}/pack`)
    const packed = await packedCase(parts, res, application)
    const pdf = await pdfOf(parts, res, packed)
    res.set(downloadHeaders('application/zip', fileName(parts, res, packed, 'zip')))
    await sendOrCutOff(parts, res, { message: 'a pack was cut off', send: () => sendZip(parts, res, packed, pdf) })
  }),
]

const isConfirmedIn = ({ clock }: Parts, res: Response): boolean => isConfirmed(res.locals.signIn, clock.now())

/** Reads the case, counts the export and writes it to the access log. @throws NotFound, TooMany */
async function packedCase(parts: Parts, res: Response, application: ApplicationRecord): Promise<PackedCase> {
  const actor = actorOf(res)
  const read = await lastSubmissionToRead(parts.db, actor, application)
  const decided = await decisionCaseOf({ db: parts.db, actor, today: res.locals.today }, application)
  const evidence = await packedEvidence(parts.db, actor, read)
  await parts.write(actor, countExport)
  await recordPack(parts, actor, read, evidence)
  const minutes = can(actor, 'minutes.read', application) ? await minutesAbout(parts.db, application) : []
  const visits = can(actor, 'visit_note.read', application) ? await visitNotesOn(parts.db, application) : []
  return { read, decided, evidence, minutes, visits }
}

async function pdfOf(parts: Parts, res: Response, packed: PackedCase): Promise<Buffer> {
  const [actor, { t }, at] = [actorOf(res), res.locals, parts.clock.now()]
  const data = packDocument(t, packPaper(t, actor, packed), { by: actor.name, at: dayAndTime(t, at) })
  return typeset(parts, { template: 'components/paper', data, at })
}

async function sendZip(parts: Parts, res: Response, { evidence }: PackedCase, pdf: Buffer): Promise<void> {
  const zip = zipInto(res)
  await zip.add('pack.pdf', one(pdf))
  const wrong = await addEvidence(parts.files, evidence, zip)
  if (wrong.size > 0) await zip.add('missing.txt', `${[...wrong].join('\n')}\n`)
  await zip.end()
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

const fileName = ({ clock }: Parts, res: Response, { read }: PackedCase, ending: string): string =>
  res.locals.t('pack.file', { receipt: read.submission.receipt, day: dayOf(clock.now()), ending })
