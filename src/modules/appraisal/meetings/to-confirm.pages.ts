import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { AgreedFinding } from './meeting.store.ts'

interface AgreedOn {
  application: ApplicationRecord
  framework: Framework
  agreed: readonly AgreedFinding[]
}

/** The criteria whose agreed finding the chair must record again. */
export const criteriaToConfirm = ({ application, framework, agreed }: AgreedOn): Item[] =>
  criteriaAskedBy(framework, application.kind).filter(
    ({ id }) =>
      application.status === 'with the panel' && agreed.some(({ itemId, isToConfirm }) => itemId === id && isToConfirm),
  )

/** Links to the criteria whose agreed finding the chair must record again. */
export const linksToConfirm = (t: T, { id }: Pick<ApplicationRecord, 'id'>, criteria: readonly Item[]) =>
  criteria.map(({ code, title }) => ({
    text: t('meetings.to_confirm.link', { code, title }),
    href: `/applications/${id}/meeting/${code}`,
  }))

/** A notice that some agreed findings must be recorded again; null when none must be. */
export const toConfirmNotice = (t: T, application: ApplicationRecord, criteria: readonly Item[]) =>
  criteria.length === 0
    ? null
    : {
        tone: 'stop' as const,
        icon: 'triangle' as const,
        heading: t('meetings.to_confirm', { count: criteria.length }),
        text: [t('meetings.to_confirm.text')],
        links: linksToConfirm(t, application, criteria),
      }
