import type { Tx } from '../../../db/connection.ts'

export async function updateSignOffWanted(trx: Tx, { id }: { id: string }, wanted: boolean): Promise<void> {
  await trx('organisations')
    .where({ id })
    .update({ sign_off_wanted: wanted ? 1 : 0 })
}
