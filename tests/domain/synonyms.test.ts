import { describe, expect, test } from '@jest/globals'
import { matcherFor } from '../../src/domain/synonyms.ts'

describe('synonyms', () => {
  const synonyms = [
    ['evidence', 'portfolio'],
    ['renew', 'renewal', 're-accreditation'],
    ['branch', 'service point'],
  ]
  const found = (text: string, asked: string) => matcherFor(asked, synonyms)([text])

  test('a search finds texts with another word for the same thing', () => {
    expect([
      found('What counts as evidence?', 'portfolio'),
      found('What counts as evidence?', 'Portf'),
      found('How do I renew the award?', 're-accreditation'),
      found('How do I renew the award?', 'reaccreditation'),
      found('Each branch takes part', 'service point'),
      found('How do I renew with evidence?', 'portfolio re-accreditation'),
    ]).toEqual([true, true, true, true, true, true])
  })

  test('a search still finds its own words, but finds nothing by too small a part of a synonym', () => {
    expect([
      found('A portfolio of pictures', 'portfolio'),
      found('What counts as evidence?', 'por'),
      found('Each branch takes part', 'point of view'),
      found('Who reads it?', 'portfolio'),
    ]).toEqual([true, false, false, false])
  })

  test('a phrase or hyphenated term needs at least the start of its last word', () => {
    expect([
      found('Each branch takes part', 'service'),
      found('Each branch takes part', 'service poi'),
      found('How do I renew the award?', 'reaccredi'),
      found('What counts as evidence?', 'port'),
      found('What counts as evidence?', 'portf'),
    ]).toEqual([false, true, true, false, true])
  })
})
