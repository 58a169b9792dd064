import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Parts } from '../../../parts.ts'
import type { Form } from '../../../web/form.ts'
import { onceOnly, sentAs } from '../../../web/form-ids.ts'
import { harmPanel, readHarm, type HarmPanel } from '../personal-data/personal-data.pages.ts'
import { refusalOf } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { storeAll, type StoredFile } from '../../../web/store-all.ts'
import type { T } from '../../../words/words.ts'
import { asTheyAreNow } from '../../organisations/organisations.public.ts'
import { receiveEvidence } from '../editing/receiving.actions.ts'
import { placesIn, readEvidenceForm } from '../editing/receiving.forms.ts'
import { findEvidence, type EvidencePiece } from '../items/evidence-item.store.ts'
import { holdAll, namesKnownAt, recordHarm, takeHeld } from '../personal-data/personal-data.actions.ts'

/** A form with nothing but one file for a piece that is there already. */
interface OneFile {
  piece: EvidencePiece
  form(t: T): z.ZodType<{ formId: string; files: string[] }>
  /** draws the form again, with what is wrong or asked */
  show(form: Form, harm: HarmPanel | null): void
  /** what becomes of the file, in one transaction with everything else; `restrict` is what the sender chose when asked whom it may lead to */
  act(work: UnitOfWork, piece: EvidencePiece, file: StoredFile, restrict: boolean): Promise<void>
}

/** Received, asked about, stored. @returns the name of the file, or null when the form was drawn again */
export async function takeOneFile(
  parts: Parts,
  req: Request,
  res: Response,
  { piece, form: schema, show, act }: OneFile,
): Promise<string | null> {
  const [{ db }, who, { t }] = [parts, actor(res), res.locals]
  const organisation = { id: piece.organisationId, name: piece.organisationName }
  const received = await receiveEvidence(parts, who, organisation, req, res, 1)
  const again = (status: number, form: Form, harm: HarmPanel | null): null => {
    res.status(status)
    show(form, harm)
    return null
  }
  const { data, form } = readEvidenceForm(t, schema(t), received)
  if (form) return again(received.status, form, harmPanel(t, form, [], received.held))
  const harm = readHarm(t, received.body, placesIn({}, received.files), await namesKnownAt(db, who, organisation))
  if (harm.ask) {
    const { held, ask } = await holdAll(parts, t, who, organisation, received, harm.ask)
    return again(422, ask, harmPanel(t, ask, harm.found, held))
  }
  const refused = await refusalOf(t, received.body, () =>
    storeAll(parts, who, received, (work, [file]) =>
      onceOnly(work, sentAs(data.formId, 'files', received.body, received.sent), async () => {
        const now = await asTheyAreNow(work.trx, who)
        const held = await findEvidence(work.trx, now, 'evidence.edit', piece.id)
        await takeHeld(work.trx, received)
        await act(as(now, work), held, file!, harm.answer?.choice === 'restrict')
        await recordHarm(as(now, work), 'evidence', piece, harm)
        return `/evidence/${piece.id}`
      }),
    ),
  )
  return refused ? again(422, refused, harmPanel(t, refused, [], received.held)) : received.files[0]!.name
}
