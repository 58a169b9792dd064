import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { certificateCode, readCertificateCode } from '../../src/domain/certificate.ts'

const codes = fc
  .uint8Array({ minLength: 64, maxLength: 64 })
  .filter(bytes => bytes.filter(byte => byte < 253).length >= 9)
  .map(certificateCode)

test('a code is recognised in either case, with dashes, spaces or neither', () => {
  fc.assert(
    fc.property(codes, code => {
      expect(code).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{4}-[34679ACDEFGHJKMNPQRTWXY]{4}-[34679ACDEFGHJKMNPQRTWXY]{2}$/)
      expect(
        [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' – ')} `].map(
          readCertificateCode,
        ),
      ).toEqual([code, code, code, code])
    }),
    { seed: 1 },
  )
})

test('a code with one wrong character or two swapped characters is refused', () => {
  const characters = [...'34679ACDEFGHJKMNPQRTWXY']
  fc.assert(
    fc.property(codes, fc.nat(9), fc.nat(9), fc.constantFrom(...characters), (code, a, b, character) => {
      const plain = [...code.replaceAll('-', '')]
      const wrong = plain.with(a, character).join('')
      const swapped = plain.with(a, plain[b]!).with(b, plain[a]!).join('')
      for (const typed of [wrong, swapped])
        expect(readCertificateCode(typed)).toBe(typed === plain.join('') ? code : null)
    }),
    { seed: 1 },
  )
})

test.each(['', 'A', 'AAAA-AAAA-A', 'OOOO-OOOO-OO', '0000-0000-00', "'; drop", 'A'.repeat(10_000), '\u0000'])(
  '%j is not a certificate code',
  typed => expect(readCertificateCode(typed)).toBeNull(),
)
test('a new code skips bytes of 253 and above, so that every character is equally likely', () => {
  expect(certificateCode(Uint8Array.from([255, 254, 253, ...Array<number>(9).fill(252)]))).toBe(
    certificateCode(Uint8Array.from(Array<number>(9).fill(252))),
  )
  expect(() => certificateCode(Uint8Array.from([255, 1, 2]))).toThrow(RangeError)
})
