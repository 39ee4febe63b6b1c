// Tells vendors what the visitor has consented to, in their own words, right before their scripts run. Basic mode: before a
// yes none of this is downloaded. It knows no visitor and no service but by the ids that it is given.

/** A queue of the vendor's that its script takes over, as its own snippet would make it. */
const queue = (name) => (window[name] ??= []);

const denied = (types) => Object.fromEntries(Object.keys(types).map((type) => [type, "denied"]));

const vendors = {
  google: (types) => {
    const list = queue("dataLayer");
    // The vendor's script tells such calls by their being arguments, not an array.
    const gtag = function () {
      list.push(arguments);
    };
    gtag("consent", "default", denied(types));
    gtag("consent", "update", types);
  },
  "microsoft-uet": (types) => {
    const list = queue("uetq");
    list.push("consent", "default", denied(types));
    list.push("consent", "update", types);
  },
  clarity: (types) => {
    window.clarity ??= function () {
      (window.clarity.q ??= []).push(arguments);
    };
    window.clarity("consentv2", types);
  },
  // Both run only when they are granted, so that there is one thing to tell, and once.
  piano: () => {
    const settings = (window.pdl ??= {});
    settings.requireConsent = "v2";
    settings.consent = { products: ["PA"], ...settings.consent, defaultPreset: { PA: "opt-in" } };
  },
  matomo: () => {
    queue("_paq").push(["requireConsent"], ["setConsentGiven"]);
  },
};

/** `modes`: by vendor, its services (`on`) and those that grant each type; `granted`: the services about to run. */
export const tell = (modes, granted) => {
  for (const [vendor, { vendorServices: services, consentTypes: types }] of Object.entries(modes)) {
    if (!services.some((id) => granted.includes(id))) continue;
    const state = Object.entries(types).map(([type, grantedBy]) => [
      type,
      grantedBy.some((id) => granted.includes(id)) ? "granted" : "denied",
    ]);
    vendors[vendor](Object.fromEntries(state));
  }
};
