// Passkeys: hands the server's challenge to the browser and its answer back in the form.

const bytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};

const text = (buffer) => {
  if (!buffer) return null;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make({ publicKey }) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
    },
  });
  return {
    clientDataJSON: text(made.response.clientDataJSON),
    attestationObject: text(made.response.attestationObject),
    made,
  };
}

async function show({ publicKey }) {
  const made = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
  return {
    clientDataJSON: text(made.response.clientDataJSON),
    authenticatorData: text(made.response.authenticatorData),
    signature: text(made.response.signature),
    userHandle: text(made.response.userHandle),
    made,
  };
}

const form = document.querySelector("form[data-passkey]");

if (form && window.PublicKeyCredential && navigator.credentials) {
  form.hidden = false;
  document.querySelector("[data-no-passkey]")?.remove();
  const options = JSON.parse(document.getElementById("passkey").textContent);
  const fault = form.querySelector("[role=alert]");
  form.querySelector("button[type=button]").addEventListener("click", async () => {
    fault.hidden = true;
    try {
      const { made, ...response } = await (form.dataset.passkey === "make" ? make : show)(options);
      form.elements.credential.value = JSON.stringify({
        id: made.id,
        rawId: text(made.rawId),
        type: made.type,
        response,
        clientExtensionResults: made.getClientExtensionResults(),
      });
      form.submit();
    } catch {
      fault.hidden = false;
    }
  });
}
