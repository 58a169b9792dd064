import { type UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Parts } from '../../../parts.ts'
import type { Form } from '../../../web/form.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import {
  personalDataQuestion,
  checkPersonalData,
  type PersonalDataQuestion,
} from '../personal-data/personal-data.pages.ts'
import { refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { storeAll, type StoredFile } from '../../../web/store-all.ts'
import type { T } from '../../../words/words.ts'
import { receiveEvidence } from '../editing/receiving.actions.ts'
import { placesIn, readEvidenceForm } from '../editing/receiving.forms.ts'
import { findEvidence, type EvidenceItem } from '../items/evidence-item.store.ts'
import { holdAll, namesKnownAt, recordPersonalDataAnswer, takeHeld } from '../personal-data/personal-data.actions.ts'

/** A form with nothing but one file for a piece that is there already. */
interface OneFile {
  evidence: EvidenceItem
  form(t: T): z.ZodType<{ idempotencyKey: string; files: string[] }>
  /** draws the form again, with what is wrong or asked */
  show(form: Form, personalData: PersonalDataQuestion | null): void
  /**
   * what becomes of the file, in one transaction with everything else; `restrict` is what the sender chose when asked
   * whom it may lead to
   */
  act(work: UnitOfWork, evidence: EvidenceItem, file: StoredFile, restrict: boolean): Promise<void>
}

/** Received, asked about, stored. @returns the name of the file, or null when the form was drawn again */
export async function takeOneFile(
  parts: Parts,
  req: Request,
  res: Response,
  { evidence, form: schema, show, act }: OneFile,
): Promise<string | null> {
  const [{ db }, actor, { t }] = [parts, actorOf(res), res.locals]
  const organisation = { id: evidence.organisationId, name: evidence.organisationName }
  const received = await receiveEvidence(parts, actor, organisation, req, res, 1)
  const again = (status: number, form: Form, personalData: PersonalDataQuestion | null): null => {
    res.status(status)
    show(form, personalData)
    return null
  }
  const { data, form } = readEvidenceForm(t, schema(t), received)
  if (form) return again(received.status, form, personalDataQuestion(t, form, [], received.held))
  const personalData = checkPersonalData(
    t,
    received.body,
    placesIn({}, received.files),
    await namesKnownAt(db, actor, organisation),
  )
  if (personalData.ask) {
    const { held, ask } = await holdAll(parts, t, actor, organisation, received, personalData.ask)
    return again(422, ask, personalDataQuestion(t, ask, personalData.found, held))
  }
  const refused = await refusalOf(t, received.body, () =>
    storeAll(parts, actor, received, (work, [file]) =>
      claimKey(work, sentForm(data.idempotencyKey, 'files', received.body, received.sent), async () => {
        const held = await findEvidence(work.trx, work.actor, 'evidence.edit', evidence.id)
        await takeHeld(work.trx, received)
        await act(work, held, file!, personalData.answer?.choice === 'restrict')
        await recordPersonalDataAnswer(work, 'evidence', evidence, personalData)
        return `/evidence/${evidence.id}`
      }),
    ),
  )
  return refused ? again(422, refused, personalDataQuestion(t, refused, [], received.held)) : received.files[0]!.name
}
