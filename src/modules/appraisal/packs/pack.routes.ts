import type { Response } from 'express'
import { runLookup } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import { typeset } from '../../../files/typeset.ts'
import { zipInto } from '../../../files/zip.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders, sendOrCutOff } from '../../../web/downloads.ts'
import { emptyForm } from '../../../web/form.ts'
import { paperDocument } from '../../../web/paper.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { dayAndTime } from '../../../words/format.ts'
import { type ApplicationRecord, confirmPassword, findApplication } from '../../access/access.public.ts'
import {
  addEvidence,
  applicationPaper,
  applicationToPack,
  lastSubmissionToRead,
  moveReasonsLookup,
  packedEvidence,
  recordPack,
  type PackedEvidence,
} from '../../applications/applications.public.ts'
import { countExport } from '../../evidence/evidence.public.ts'
import { decisionCaseOf } from '../decisions/decision.routes.ts'
import { minutesAbout } from '../minutes/minutes.store.ts'
import { visitNotesOn } from '../visits/visit.store.ts'
import { packPage, packPaper, type PackedCase } from './pack.pages.ts'

/**
 * The application as a PDF, or as a ZIP with its evidence. The library that applied gets the application as written.
 * Readers at the charity get the decision pack.
 */
export const packRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/pack', 'pack.read', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    const how = { form: emptyForm, isConfirmed: isConfirmedIn(parts, res), isLibrary: isFor(application, actorOf(res)) }
    page(res, 'appraisal/packs/pack', packPage(res.locals.t, application, how))
  }),

  submitForm(parts, {
    path: '/applications/:id/pack',
    permission: 'pack.read',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    confirm: () => confirmPassword(parts),
    act: async () => undefined,
    done: (_t, { id }) => ({ address: `/applications/${id}/pack` }),
    redraw: ({ t, actor }, application, form) =>
      show(
        'appraisal/packs/pack',
        packPage(t, application, { form, isConfirmed: false, isLibrary: isFor(application, actor) }),
      ),
  }),

  get('/applications/:id/pack.pdf', 'pack.read', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    if (!isFor(application, actorOf(res)) && !isConfirmedIn(parts, res)) return askAgain(res, application)
    const packed = await packFor(parts, res, application)
    res.set(downloadHeaders('application/pdf', fileName(parts, res, packed, 'pdf'))).send(packed.pdf)
  }),

  get('/applications/:id/pack.zip', 'pack.read', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    if (!isConfirmedIn(parts, res)) return askAgain(res, application)
    const packed = await packFor(parts, res, application)
    res.set(downloadHeaders('application/zip', fileName(parts, res, packed, 'zip')))
    await sendOrCutOff(parts, res, { message: 'a pack was cut off', send: () => sendZip(parts, res, packed) })
  }),
]

const isConfirmedIn = ({ clock }: Parts, res: Response): boolean => isConfirmed(res.locals.signIn, clock.now())

const isFor = ({ organisationId }: ApplicationRecord, actor: Actor): boolean =>
  membershipsIn(actor, organisationId).length > 0

const askAgain = (res: Response, { id }: ApplicationRecord): void => res.redirect(303, `/applications/${id}/pack`)

/** A pack for one reader. */
interface Pack {
  application: ApplicationRecord
  /** the receipt of the submission, or the number of a draft */
  number: string
  isLibrary: boolean
  evidence: readonly PackedEvidence[]
  pdf: Buffer
}

/**
 * Makes the pack, counts it as an export and records it in the access log.
 * @throws NotFound when someone at the charity asks and nothing was submitted; TooMany above the hourly limit of
 * exports; Stale as `recordPack` does
 */
async function packFor(parts: Parts, res: Response, application: ApplicationRecord): Promise<Pack> {
  const [actor, { t }, at] = [actorOf(res), res.locals, parts.clock.now()]
  const isLibrary = isFor(application, actor)
  const { submission, read, evidence, paper } = isLibrary
    ? await forLibrary(parts, res, application)
    : await forCharity(parts, res, application)
  await parts.write(actor, countExport)
  await recordPack(parts, actor, { application, submission, read, evidence })
  const footer = t(isLibrary ? 'application_pack.made' : 'pack.made', { by: actor.name, at: dayAndTime(t, at) })
  const data = paperDocument(t, paper, footer)
  const pdf = await typeset(parts, { template: 'components/paper', data, at })
  return { application, number: submission?.receipt ?? application.number, isLibrary, evidence, pdf }
}

async function forLibrary(parts: Parts, res: Response, application: ApplicationRecord) {
  const actor = actorOf(res)
  const it = await applicationToPack(parts, actor, application)
  return { ...it, paper: applicationPaper(res.locals.t, actor, it) }
}

/** @throws NotFound when there is no submission */
async function forCharity({ db }: Parts, res: Response, application: ApplicationRecord) {
  const actor = actorOf(res)
  const read = await lastSubmissionToRead(db, actor, application)
  const it: PackedCase = {
    read,
    decided: await decisionCaseOf({ db, actor, today: res.locals.today }, application),
    evidence: await packedEvidence(db, actor, read),
    reasons: await runLookup(db, moveReasonsLookup(db, application, actor)),
    minutes: can(actor, 'minutes.read', application) ? await minutesAbout(db, application) : [],
    visits: can(actor, 'visit_note.read', application) ? await visitNotesOn(db, application) : [],
  }
  return { ...it, submission: read.submission, paper: packPaper(res.locals.t, actor, it) }
}

async function sendZip(parts: Parts, res: Response, { pdf, ...pack }: Pack): Promise<void> {
  const zip = await zipInto(res)
  await zip.add('pack.pdf', one(pdf))
  const wrong = await addEvidence(parts, actorOf(res), pack, zip)
  if (wrong.size > 0) await zip.add('missing.txt', `${[...wrong].join('\n')}\n`)
  await zip.end()
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

const fileName = ({ clock }: Parts, res: Response, { number, isLibrary }: Pack, ending: string): string =>
  res.locals.t(isLibrary ? 'application_pack.file' : 'pack.file', {
    receipt: number,
    day: dayOf(clock.now()),
    ending,
  })
