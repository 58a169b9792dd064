import type { Actor } from '../../../domain/actor.ts'
import { typeset, type Paper } from '../../../files/typeset.ts'
import type { Parts } from '../../../parts.ts'
import { paperDocument } from '../../../web/paper.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { recordListDownload } from '../../access/access.public.ts'

/**
 * Makes a PDF of a report. It counts towards the limit for list downloads.
 * @param name the name of the report in the access log
 * @throws TooMany when the person has reached the limit for list downloads; Busy when `typeset` throws it
 */
export async function reportPdf(
  parts: Pick<Parts, 'write' | 'clock' | 'log'>,
  { t, actor }: { t: T; actor: Actor },
  { name, filters, report }: { name: string; filters: string | null; report: Paper },
): Promise<Buffer> {
  const at = parts.clock.now()
  await parts.write(actor, work => recordListDownload(work, { name, organisationId: null, filters }))
  const data = paperDocument(t, report, t('reports.made', { by: actor.name, at: dayAndTime(t, at) }))
  return typeset(parts, { template: 'components/paper', data, at })
}
