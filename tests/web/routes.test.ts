import { expect, test } from '@jest/globals'
import express from 'express'
import request from 'supertest'
import { get, mount } from '../../src/web/routes.ts'

test('a fixed address is found even if a route with a parameter comes first', async () => {
  const app = express()
  mount(app, [
    get('/branches/:id', 'nothing', (req, res) => void res.send(`branch ${req.params.id}`)),
    get('/branches/:id/files/:file', 'nothing', (req, res) => void res.send(`file ${req.params.file}`)),
    get('/branches/:id/files/all', 'nothing', (_req, res) => void res.send('all files')),
    get('/branches/closed', 'nothing', (_req, res) => void res.send('closed branches')),
  ])
  const answers = ['/branches/closed', '/branches/7', '/branches/7/files/all', '/branches/7/files/8'].map(
    async path => {
      const { text } = await request(app).get(path)
      return `${path}: ${text}`
    },
  )
  expect(await Promise.all(answers)).toEqual([
    '/branches/closed: closed branches',
    '/branches/7: branch 7',
    '/branches/7/files/all: all files',
    '/branches/7/files/8: file 8',
  ])
})
