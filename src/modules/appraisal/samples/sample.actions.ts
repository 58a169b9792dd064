import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { drawSample, needsSample } from '../../../domain/branch-sample.ts'
import { FormRefused, MoveRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { lockAndFindApplication } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { openAmong } from '../../organisations/organisations.public.ts'
import type { SampleGiven } from './sample.forms.ts'
import { addedSinceAppraisal, insertSample, samplesDrawn } from './sample.store.ts'

/**
 * Draws the sample of branches, or draws it again with a reason.
 * @throws MoveRefused when the panel reads every branch; FormRefused for another sample without a reason; Stale when
 * someone else has drawn a sample since
 */
export async function drawAgain(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  { drawn, reason }: SampleGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'sample.draw', id)
  const open = await openAmong(work.trx, application.scope, dayOf(work.at))
  if (!needsSample(open.length)) throw new MoveRefused('sample', application.status)
  const before = await samplesDrawn(work.trx, application)
  if (before !== drawn) throw new Stale()
  if (before > 0 && reason === '') throw new FormRefused('reason', 'samples.reason.missing')
  await draw(work, application, { open, number: before + 1, reason: before > 0 ? reason : null })
}

/**
 * Draws the first sample of open branches for a large service. Does nothing for a small service, or when a sample has
 * already been drawn.
 */
export async function drawWhenLarge(work: UnitOfWork, application: Application): Promise<void> {
  const open = await openAmong(work.trx, application.scope, dayOf(work.at))
  if (!needsSample(open.length) || (await samplesDrawn(work.trx, application)) > 0) return
  await draw(work, application, { open, number: 1, reason: null })
}

async function draw(
  work: UnitOfWork,
  application: Application,
  { open, number, reason }: { open: readonly string[]; number: number; reason: string | null },
): Promise<void> {
  const seed = newId()
  const added = await addedSinceAppraisal(work.trx, application, open)
  const row = {
    id: newId(),
    application_id: application.id,
    number,
    seed,
    branches: open.length,
    reason,
    drawn_by: work.actor.id,
    drawn_at: work.at,
  }
  await insertSample(work.trx, row, { branches: drawSample(open, seed, added), added })
  await recordEvent(work, 'panel.sample_drawn', entity(application), { sample: row.id, number })
}
