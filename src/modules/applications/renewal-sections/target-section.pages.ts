import { can } from '../../../domain/permissions.ts'
import { earlierTargets, needsProgressReport } from '../../../domain/target.ts'
import { dayOf } from '../../../domain/time.ts'
import { targetsBlock } from '../targets/target.pages.ts'
import type { Drawing } from './renewal-section.pages.ts'

/** The earlier targets, collapsed. The heading says how many of them have no progress report. Null without targets. */
export function targetsSection({ t, actor, light, may }: Drawing) {
  const { application, targets, at } = light
  if (targets.length === 0) return null
  const toReport = targets.filter(target => needsProgressReport(target, application)).length
  const mayWrite = may.write && can(actor, 'target.write', { id: application.organisationId })
  return {
    heading: t('targets.title'),
    kind: 'targets' as const,
    open: false,
    summary:
      toReport > 0
        ? t('targets.renewal.to_report', { count: toReport })
        : t('targets.renewal.updated', { count: targets.length }),
    block: targetsBlock(t, { application, targets, item: earlierTargets, mayWrite, today: dayOf(at) }),
  }
}
