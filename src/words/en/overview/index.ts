import { capacity } from './capacity.ts'
import { charityHome } from './charity-home.ts'
import { dateMoves } from './date-moves.ts'
import { decisionsList } from './decisions-list.ts'
import { expiredInvitations } from './expired-invitations.ts'
import { home } from './home.ts'
import { libraryHome } from './library-home.ts'
import { renewals } from './renewals-board.ts'
import { renewalsBulk } from './renewals-bulk.ts'
import { reports } from './reports.ts'
import { year } from './year.ts'

export const overviewWords = {
  ...capacity,
  ...charityHome,
  ...dateMoves,
  ...decisionsList,
  ...expiredInvitations,
  ...home,
  ...libraryHome,
  ...renewals,
  ...renewalsBulk,
  ...reports,
  ...year,
} as const
