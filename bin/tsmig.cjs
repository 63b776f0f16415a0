#!/usr/bin/env node
const { keepCodeOf, load } = require('../dist/load-chunks.cjs')
keepCodeOf(process.argv[2])
load('cli.cjs').main(process.argv.slice(2), `${__dirname}/../dist`)
