/** What passkeys need on both sides of the wire: bytes travel as base64url. */

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0))

const text = (buffer: ArrayBuffer | null) =>
  buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")

type Json = any

/** Whether this browser has passkeys at all: not so on plain http, but for localhost. */
export const passkeysWork = () => typeof PublicKeyCredential === "function"

/** Asks the server for a challenge. Somebody who must prove first who they are is led there. */
async function ask(path: string): Promise<Json> {
  const response = await fetch(path, { headers: { Accept: "application/json" } })
  if (response.redirected) {
    location.assign(`/sign-in/again?next=${encodeURIComponent(location.pathname)}`)
    await new Promise(() => {})
  }
  if (!response.ok) throw new Error(`${path} answers ${response.status}`)
  return (await response.json()).publicKey
}

/** Makes a passkey, and returns what the server is to know of it. */
export async function makePasskey(path: string) {
  const options = await ask(path)
  options.challenge = bytes(options.challenge)
  options.user.id = bytes(options.user.id)
  for (const known of options.excludeCredentials ?? []) known.id = bytes(known.id)
  const made = (await navigator.credentials.create({ publicKey: options })) as PublicKeyCredential
  const response = made.response as AuthenticatorAttestationResponse
  return JSON.stringify({
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: {
      attestationObject: text(response.attestationObject),
      clientDataJSON: text(response.clientDataJSON),
      transports: response.getTransports?.() ?? [],
    },
    extensions: made.getClientExtensionResults(),
  })
}

/** Answers with a passkey; quietly, by offering it in a field, when `mediation` is "conditional". */
export async function usePasskey(path: string, signal: AbortSignal, mediation: CredentialMediationRequirement = "optional") {
  const options = await ask(path)
  options.challenge = bytes(options.challenge)
  for (const allowed of options.allowCredentials ?? []) allowed.id = bytes(allowed.id)
  const used = (await navigator.credentials.get({ publicKey: options, mediation, signal })) as PublicKeyCredential
  const response = used.response as AuthenticatorAssertionResponse
  return JSON.stringify({
    id: used.id,
    rawId: text(used.rawId),
    type: used.type,
    response: {
      authenticatorData: text(response.authenticatorData),
      clientDataJSON: text(response.clientDataJSON),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    },
    extensions: used.getClientExtensionResults(),
  })
}
