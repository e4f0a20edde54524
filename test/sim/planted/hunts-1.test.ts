import { hunts } from './hunts.js'

const planted = hunts(1, { isSoak: process.env['PARLEY_SOAK'] === '1' })

planted.run()
