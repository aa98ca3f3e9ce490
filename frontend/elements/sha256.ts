// SHA-256 (FIPS 180-4) of short texts, by hand: SubtleCrypto answers each hash in a turn of its own, which makes a
// quarter of a million of them take seconds.

const K = Uint32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
])
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]
const words = new Uint32Array(64)

const turn = (x: number, by: number) => (x >>> by) | (x << (32 - by))

/** Mixes one block of 64 bytes into `state`. */
function mix(state: Uint32Array, block: Uint8Array, at: number) {
  for (let i = 0; i < 16; i++, at += 4) {
    words[i] = (block[at]! << 24) | (block[at + 1]! << 16) | (block[at + 2]! << 8) | block[at + 3]!
  }
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15]!
    const late = words[i - 2]!
    const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    words[i] = words[i - 16]! + s0 + words[i - 7]! + s1
  }

  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!
  let e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i]! + words[i]!) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g; g = f; f = e
    e = (d + one) | 0
    d = c; c = b; b = a
    a = (one + two) | 0
  }
  state[0]! += a; state[1]! += b; state[2]! += c; state[3]! += d
  state[4]! += e; state[5]! += f; state[6]! += g; state[7]! += h
}

/** The number that, behind the challenge, gives a hash beginning with `bits` zeros (no more than 32). */
export function solve(challenge: string, bits: number): string {
  const begun = new TextEncoder().encode(`${challenge}.`)
  const bytes = new Uint8Array(begun.length + 96)
  bytes.set(begun)
  // The blocks that the number doesn't reach stay the same.
  const whole = begun.length - (begun.length % 64)
  const before = Uint32Array.from(START)
  for (let at = 0; at < whole; at += 64) mix(before, bytes, at)

  const state = new Uint32Array(8)
  for (let number = 0; ; number++) {
    const digits = String(number)
    bytes.fill(0, begun.length)
    for (let i = 0; i < digits.length; i++) bytes[begun.length + i] = digits.charCodeAt(i)
    const length = begun.length + digits.length
    bytes[length] = 0x80
    const end = Math.ceil((length + 9) / 64) * 64
    new DataView(bytes.buffer).setUint32(end - 4, length * 8)

    state.set(before)
    for (let at = whole; at < end; at += 64) mix(state, bytes, at)
    if (Math.clz32(state[0]!) >= bits) return digits
  }
}
