import { isBarredBy } from '../../../domain/conflicts.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import { addressKey } from '../../../email/addresses.ts'
import type { T } from '../../../words/words.ts'
import type { Seating } from '../seating/seating.pages.ts'
import type { SeatLine } from '../seats/seat.store.ts'

/**
 * The people whom others suggested when declining a seat. A person who can be offered a seat has a link that selects
 * them in the offer form.
 */
export function referralsPart(t: T, { application, people }: Seating, seats: readonly SeatLine[]) {
  return seats.flatMap(({ name: by, suggested }) => {
    if (suggested === null) return []
    const { name, email } = suggested
    const known = people.find(
      person =>
        !isBarredBy(person.conflicts) &&
        (email === null ? keyOfName(person.name) === keyOfName(name) : addressKey(person.email) === addressKey(email)),
    )
    return [
      {
        text: email === null ? t('seating.referral', { by, name }) : t('seating.referral.email', { by, name, email }),
        link: known
          ? {
              text: t('seating.referral.choose', { name: known.name }),
              href: `/applications/${application.id}/panel?person=${known.id}#offer`,
            }
          : null,
      },
    ]
  })
}
