// Passes the consent to vendors through the APIs of their consent modes, right before their scripts run. This is what vendors call
// basic mode: nothing is downloaded or signalled before consent.

/** The global queue of a vendor, made as by its own snippet; its script reads it. */
const queue = (name) => (window[name] ??= []);

const denied = (types) => Object.fromEntries(Object.keys(types).map((type) => [type, "denied"]));

const vendors = {
  google: (types) => {
    const list = queue("dataLayer");
    // The vendor's script expects an `arguments` object; it ignores arrays.
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
  // These two have a single type of consent, and run only when it is granted.
  piano: () => {
    const settings = (window.pdl ??= {});
    settings.requireConsent = "v2";
    settings.consent = { products: ["PA"], ...settings.consent, defaultPreset: { PA: "opt-in" } };
  },
  matomo: () => {
    queue("_paq").push(["requireConsent"], ["setConsentGiven"]);
  },
};

/** `modes`: by vendor, its services and those that grant each type of consent; `granted`: the ids of granted services. */
export const signalConsent = (modes, granted) => {
  for (const [vendor, { vendorServices: services, consentTypes: types }] of Object.entries(modes)) {
    if (!services.some((id) => granted.includes(id))) continue;
    const state = Object.entries(types).map(([type, grantedBy]) => [
      type,
      grantedBy.some((id) => granted.includes(id)) ? "granted" : "denied",
    ]);
    vendors[vendor](Object.fromEntries(state));
  }
};
