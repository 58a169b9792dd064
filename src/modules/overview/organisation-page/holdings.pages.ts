import { dayOf } from '../../../domain/time.ts'
import type { Table } from '../../../web/components.ts'
import { awardStatus } from '../../awards/awards.public.ts'
import { exactStatus } from '../../applications/applications.public.ts'
import { longDay, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { OrganisationAward, OrganisationApplication } from './organisation-page.store.ts'

/** From an organisation to what it holds. */
export const awardsTable = (t: T, awards: readonly OrganisationAward[]): Table | null =>
  awards.length === 0
    ? null
    : {
        caption: t('organisations.home.awards'),
        columns: [t('awards.column.code'), t('awards.column.status'), t('awards.column.valid_to')],
        rows: awards.map(({ id, code, status, validTo }) => ({
          cells: [
            { text: code, href: `/awards/${id}` },
            { status: awardStatus(t, status) },
            { text: validTo ? longDay(t, validTo) : t('awards.with_us'), figures: validTo !== null },
          ],
        })),
      }

/** And to what it asks for, as far as whoever looks may know. */
export const applicationsTable = (t: T, cases: readonly OrganisationApplication[]): Table | null =>
  cases.length === 0
    ? null
    : {
        caption: t('organisations.home.cases'),
        columns: [t('applications.column.kind'), t('applications.column.state'), t('applications.column.since')],
        rows: cases.map(({ id, number, kind, status, statusSince, decisionLetterReleased }) => ({
          cells: [
            {
              text: t('applications.number', { kind: t(`application.kind.${kind}`), number }),
              href: `/applications/${id}`,
            },
            { status: exactStatus(t, status, decisionLetterReleased) },
            { text: shortDay(t, dayOf(statusSince)), figures: true },
          ],
        })),
      }
