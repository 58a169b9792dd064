import { createServer, type RequestListener, type Server } from 'node:http'

/** Keeps connections open between requests. Otherwise the server could close one just as a test uses it again. */
export const testServer = (app: RequestListener): Server => createServer({ keepAliveTimeout: 0 }, app)
