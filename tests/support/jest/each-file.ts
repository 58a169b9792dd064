import { closeDatabases } from '../database.ts'

closeDatabases()
