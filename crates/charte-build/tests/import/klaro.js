// By default Klaro keeps its choice for 120 days.
var klaroConfig = {
  version: 1,
  elementID: 'klaro',
  lang: 'de',
  cookieExpiresAfterDays: 365,
  default: true,
  hideDeclineAll: true,
  translations: {
    zz: { privacyPolicyUrl: '/datenschutz' },
    de: {
      matomo: { description: 'Zählt die Besuche.' },
      purposes: { analytics: { title: 'Statistik' } },
    },
  },
  services: [
    {
      name: 'matomo',
      title: 'Matomo',
      purposes: ['analytics'],
      cookies: [[/^_pk_.*$/, '/', 'musterstadt.de'], 'piwik_ignore'],
      callback: function (consent, service) { console.log('a, b }'); },
    },
    { name: 'youtube', title: 'YouTube', purposes: ['marketing'], default: false },
    {
      name: 'buergerportal',
      title: 'Bürgerportal',
      description: 'Hält die Anmeldung.',
      purposes: ['functional'],
      required: true,
      cookies: ['bp_session'],
    },
  ],
};
