import { expect, test } from '@jest/globals'
import { readConfig } from '../../src/config.ts'

const settings = {
  BASE_URL: 'http://localhost:3000',
  SMTP_URL: 'smtp://127.0.0.1:25',
  SCANNER: 'none',
  SESSION_SECRET: 'x'.repeat(32),
  MAIL_FROM: 'Library of Sanctuary <libraries@charity.example>',
}

test('the contact address is that of the sender of the emails, unless CONTACT_EMAIL is set', () => {
  expect(readConfig(settings).contactEmail).toBe('libraries@charity.example')
  expect(readConfig({ ...settings, CONTACT_EMAIL: 'hello@charity.example' }).contactEmail).toBe('hello@charity.example')
})

test('the service does not start when CONTACT_EMAIL is not one address', () => {
  for (const address of ['hello', 'Hello <hello@charity.example>', 'a@charity.example, b@charity.example'])
    expect(() => readConfig({ ...settings, CONTACT_EMAIL: address })).toThrow('CONTACT_EMAIL must be one email address')
})
