import { branches } from './branches.ts'
import { closing } from './closing.ts'
import { organisationCoordinators } from './coordinators.ts'
import { enquiries } from './enquiries.ts'
import { notes } from './notes.ts'
import { organisations } from './organisations.ts'
import { readers } from './readers.ts'
import { team } from './team.ts'

export const organisationsWords = {
  ...branches,
  ...closing,
  ...organisationCoordinators,
  ...enquiries,
  ...notes,
  ...organisations,
  ...readers,
  ...team,
} as const
