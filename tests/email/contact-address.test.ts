import { expect, test } from '@jest/globals'
import { readConfig } from '../../src/config.ts'

const settings = {
  BASE_URL: 'http://localhost:3000',
  SMTP_URL: 'smtp://127.0.0.1:25',
  SCANNER: 'none',
  SESSION_SECRET: 'x'.repeat(32),
  MAIL_FROM: 'Library of Sanctuary <libraries@charity.example>',
}

test('the contact address is the address in MAIL_FROM, unless CONTACT_EMAIL is set', () => {
  expect(readConfig(settings).contactEmail).toBe('libraries@charity.example')
  expect(readConfig({ ...settings, CONTACT_EMAIL: 'hello@charity.example' }).contactEmail).toBe('hello@charity.example')
})

test('the service does not start when CONTACT_EMAIL is not one address', () => {
  for (const address of ['hello', 'Hello <hello@charity.example>', 'a@charity.example, b@charity.example'])
    expect(() => readConfig({ ...settings, CONTACT_EMAIL: address })).toThrow('CONTACT_EMAIL must be one email address')
})

test.each([
  'libraries@charity.example',
  'Library of Sanctuary <libraries@charity.example>',
  '"Library of Sanctuary, UK" <libraries@charity.example>',
])('the sender of the emails can be %s', from => {
  expect(readConfig({ ...settings, MAIL_FROM: from }).mailFrom).toBe(from)
})

test.each(['Library of Sanctuary', 'no-reply', 'Library of Sanctuary, UK <libraries@charity.example>', 'Us <us>'])(
  'the service does not start when the sender of the emails is %s',
  from => {
    expect(() => readConfig({ ...settings, MAIL_FROM: from })).toThrow('MAIL_FROM must be one address')
  },
)

test.each([
  'smtps://user:100%@mail.example.org',
  'smtps://user:a/b@mail.example.org',
  'smtp:/mail',
  'mail.example.org',
])('SMTP_URL=%s is refused, and the error says how to write special characters', SMTP_URL => {
  expect(() => readConfig({ ...settings, SMTP_URL })).toThrow('write @ as %40')
})

test('a password with encoded special characters is accepted in SMTP_URL', () => {
  const SMTP_URL = 'smtps://us%40charity.example:100%25%23@mail.example.org'
  expect(readConfig({ ...settings, SMTP_URL }).smtpUrl).toBe(SMTP_URL)
})
