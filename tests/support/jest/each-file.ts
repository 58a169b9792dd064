import { closeDatabases } from '../database.ts'
import { compareKeptSql } from '../kept-sql.ts'

closeDatabases()
compareKeptSql()
