import { expect } from '@jest/globals'
import ICAL from 'ical.js'
import type { KeptEmail } from './smtp.ts'

/** The days of the calendar entries in an email, such as 2027-05-08. Expects whole days, titles and ids. */
export const daysIn = ({ parsed }: KeptEmail): string[] =>
  parsed.attachments.flatMap(({ contentType, content }) => {
    expect(contentType).toBe('text/calendar')
    const calendar = new ICAL.Component(ICAL.parse(content.toString()) as unknown[])
    return calendar.getAllSubcomponents('vevent').map(entry => {
      const { startDate, endDate, summary, uid } = new ICAL.Event(entry)
      expect([startDate.isDate, endDate.subtractDate(startDate).toSeconds(), summary !== '', uid !== '']).toEqual([
        true,
        24 * 60 * 60,
        true,
        true,
      ])
      return startDate.toString()
    })
  })
