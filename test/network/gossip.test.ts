import { gossipContract } from '../contract/gossip.js'
import { gossipWorld } from './gossip-nodes.js'

gossipContract('gossip over libp2p', gossipWorld)
